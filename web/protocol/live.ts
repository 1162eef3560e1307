/** What the live panel and the server say to each other. Examples: the JSON files in `live/`. */

export type ScoreCategory = 'hot' | 'warm' | 'cold';

export interface Place {
  city: string | null;
  state: string | null;
  country: string | null;
}

export interface Property {
  id: string;
  address: string | null;
  city: string | null;
  state: string | null;
  price: number | null;
}

/** One visit, as the panel shows it. */
export interface LiveSession {
  session_id: string;
  lead_id: string | null;
  lead_email: string | null;
  lead_name: string | null;
  is_anonymous: boolean;
  location: Place;
  behavioral_score: number;
  score_category: ScoreCategory;
  current_page: string | null;
  current_property: Property | null;
  page_views: number;
  property_views: number;
  property_saves: number;
  /** Seconds, at the moment of sending. */
  session_duration: number;
  last_activity: string;
  start_time: string;
  device_type: string | null;
  browser: string | null;
  referrer_source: string | null;
}

/** Over all visits that match, not only those listed. */
export interface Counts {
  total_count: number;
  hot_count: number;
  warm_count: number;
  cold_count: number;
}

/** `GET /api/admin/sessions/active`. */
export interface ActiveAnswer extends Counts {
  sessions: LiveSession[];
}

export interface EndedSession {
  session_id: string;
  /** `displaced`: still there, but pushed out of a limited list. */
  reason: string;
}

export interface Snapshot {
  type: 'snapshot';
  seq: number;
  epoch: string;
  sessions: LiveSession[];
  counts: Counts;
}

/** Whatever its type, a change may carry all three lists. They apply in the order ended, started, changed. */
export interface Change {
  type: 'started' | 'changed' | 'ended' | 'counts';
  seq: number;
  started: LiveSession[];
  changed: LiveSession[];
  ended: EndedSession[];
  counts: Counts;
}

export type ServerMessage = Snapshot | Change;

export type ClientMessage =
  | { type: 'hello'; token: string }
  | {
      type: 'subscribe';
      after?: number;
      epoch?: string;
      filter: { limit: number; sort: 'started' | 'score' | 'activity' };
    };

export interface JourneyStep {
  timestamp: string;
  type: string;
  title: string | null;
  page: string | null;
  property: Property | null;
  score_before: number;
  score_after: number;
  reason: string | null;
}

export interface JourneyProperty extends Property {
  views: number;
  saved: boolean;
}

export interface EarlierVisit {
  session_id: string;
  start_time: string;
  duration_seconds: number;
  page_views: number;
  score: number;
}

/** `GET /api/admin/sessions/{id}/journey`. */
export interface Journey {
  session: Pick<LiveSession, 'session_id' | 'lead_email' | 'lead_name'>;
  timeline: JourneyStep[];
  properties: JourneyProperty[];
  summary: {
    duration_seconds: number;
    page_views: number;
    property_views: number;
    property_saves: number;
    score_start: number;
    score_end: number;
    entry: string | null;
    exit: string | null;
  };
  earlier_visits: EarlierVisit[];
}

/** `GET /api/v1/me`. */
export interface Me {
  role: string;
  site_id: string | null;
  sites: { site_id: string; name: string }[];
}
