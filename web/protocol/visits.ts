/** What the tracker and the server say to each other about visits. Examples: the JSON files in `visits/`. */

/** One thing that happened in a visit. */
export interface VisitEvent {
  /** Made by the browser; a repeated id changes nothing. */
  id: string;
  type: string;
  timestamp: string;
  /** Counts up within the visit: the order of events of one millisecond. */
  seq?: number;
  data?: Record<string, unknown>;
}

export interface Entry {
  page: string;
  source: 'direct' | 'internal' | 'external';
  referrer?: string;
  campaign?: string | undefined;
}

export interface Device {
  type?: 'desktop' | 'mobile' | 'tablet' | 'bot';
  browser?: string;
  os?: string;
  screen_size?: string;
}

/** How a visit began. The browser repeats it until the server has acknowledged it. */
export interface VisitStart {
  visitor_id: string;
  timestamp: string;
  device: Device;
  entry: Entry;
}

export interface VisitEnd {
  reason: string;
  page?: string;
  last_action?: string;
  timestamp?: string;
}

/** One visit's share of a collect request. */
export interface CollectSession {
  session_id: string;
  session_key: string;
  start?: VisitStart | undefined;
  events: VisitEvent[];
  end?: VisitEnd | undefined;
}

/** `POST /api/v1/collect`, sent as text/plain so that no preflight is needed. */
export interface CollectRequest {
  site: string;
  sent_at: string;
  sessions: CollectSession[];
}

export interface RejectedEvent {
  index: number;
  pointer: string;
  detail: string;
}

/** The answers stand in the order of the request's sessions; an id that differs is to be adopted. */
export interface CollectAnswer {
  sessions: { session_id: string; accepted: number; duplicates: number; rejected: RejectedEvent[] }[];
}

/** `POST /api/v1/sessions/{id}/identify`. */
export interface IdentifyRequest {
  session_key: string;
  email?: string;
  name?: string;
  phone?: string;
  user_id?: string;
  user_token?: string;
  traits?: Record<string, unknown>;
}
