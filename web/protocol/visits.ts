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
  /** The server tells it from the referrer where it is not given. */
  source?: 'direct' | 'internal' | 'external';
  referrer?: string;
  campaign?: string | null;
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
  /** `none`: the browser keeps nothing, so the id is of this page only; the server recognises the visitor by a daily hash. */
  storage?: string | undefined;
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

/** One tab of the browser, for as long as its page lives. */
export interface Tab {
  id: string;
  /** `idle`: in view, but without input for a minute. */
  state: 'visible' | 'hidden' | 'idle' | 'closed';
}

/** One visit's share of a collect request. */
export interface CollectSession {
  session_id: string;
  session_key: string;
  start?: VisitStart | undefined;
  events: VisitEvent[];
  end?: VisitEnd | undefined;
  /** The tab that sends. */
  tab?: Tab;
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

/** What became of one session of a collect request; an id that differs is to be adopted. */
export interface Collected {
  session_id: string;
  accepted: number;
  duplicates: number;
  rejected: RejectedEvent[];
  /** The site's wishes, in seconds. */
  idle_timeout?: number;
  heartbeat_interval?: number;
}

/** The answers stand in the order of the request's sessions. */
export interface CollectAnswer {
  sessions: Collected[];
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

/** One visit, as staff read it. */
export interface Session {
  session_id: string;
  user_id: string | null;
  visitor_id: string;
  lead_id: string | null;
  start_time: string;
  end_time: string | null;
  last_activity: string;
  duration_seconds: number;
  device: Device;
  entry: Entry;
  exit: { page: string | null; reason: string; last_action: string | null } | null;
  action_count: number;
  error_count: number;
  workflow_count: number;
  page_views: number;
  property_views: number;
  property_saves: number;
  score: number;
  score_category: 'hot' | 'warm' | 'cold';
  status: 'active' | 'ended';
}

/** `GET /api/v1/sessions/active`, and without the count `GET /api/v1/sessions/user/{user_id}/history`. */
export interface SessionsAnswer {
  sessions: Session[];
  total_count?: number;
}
