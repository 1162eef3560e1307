/** What the live panel and the server say to each other. Examples: the JSON files in `live/`. */

export type ScoreCategory = 'hot' | 'warm' | 'cold';

export interface Place {
  city: string | null;
  state: string | null;
  country: string | null;
  latitude?: number | null;
  longitude?: number | null;
}

export interface Property {
  id: string;
  address: string | null;
  city: string | null;
  state: string | null;
  price: number | null;
  bedrooms?: number | null;
  type?: string | null;
}

export type Lane = 'people' | 'bots';
export type Presence = 'visible' | 'hidden' | 'idle' | 'left' | 'unknown';

/** What the staff did with a visit's person. */
export interface Staff {
  claimed_by: string | null;
  claimed_by_me: boolean;
  tags: string[];
  is_followed: boolean;
  snoozed_until: string | null;
  done_at: string | null;
  notes: number;
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
  os?: string | null;
  entry_page?: string | null;
  campaign?: string | null;
  is_returning?: boolean | null;
  lane?: Lane;
  /** Why the visit is taken for a bot's, or who moved it. */
  lane_reason?: string | null;
  presence?: Presence;
  tabs?: number | null;
  /** Signs of trouble during this visit, such as `rage_clicks`. */
  struggles?: string[];
  staff?: Staff | null;
  /** Who has this journey open now. */
  watchers?: string[];
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

export interface Alert {
  alert_id: string;
  kind: 'became_hot' | 'returned' | 'struggling';
  at: string;
  session_id: string | null;
  lead_id: string | null;
  title: string;
  text: string;
  read: boolean;
  suppressed: 'quiet_hours' | 'duplicate' | null;
}

export interface AlertMessage {
  type: 'alert';
  seq: number;
  alert: Alert;
}

export type ServerMessage = Snapshot | Change | AlertMessage;

export type LiveSort = 'started' | 'score' | 'activity';

/** Which visits, and which part of their list: of the socket and, as query parameters, of `active`. */
export interface LiveFilter {
  limit: number;
  sort: LiveSort;
  offset?: number;
  within?: number;
  category?: ScoreCategory;
  anonymous?: boolean;
  city?: string;
  state?: string;
  country?: string;
  device?: string;
  source?: string;
  property?: string;
  lane?: Lane;
  presence?: Presence;
  struggling?: boolean;
  claimed?: 'mine' | 'none' | 'anyone';
  tag?: string;
  q?: string;
}

export type ClientMessage =
  | { type: 'hello'; token: string }
  | {
      type: 'subscribe';
      after?: number;
      epoch?: string;
      filter: LiveFilter;
    }
  | { type: 'looking'; session_id: string | null };

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

/** Named behaviour with the facts that speak for it. */
export interface Pattern {
  pattern: string;
  confidence: number | null;
  indicators: { name: string; value: number | null; text: string }[];
}

export interface Struggle {
  name: string;
  at: string;
  text: string;
}

export interface Contribution {
  rule: string;
  event_type: string | null;
  points: number;
  timestamp?: string | null;
  value_now: number;
}

/** A score with its parts, whose sum it is exactly. `GET /api/admin/leads/{id}/score` and, of one visit, in its journey. */
export interface ScoreReceipt {
  score: number;
  contributions: Contribution[];
  sum: number;
  category?: ScoreCategory | null;
  rules_version?: number | null;
}

/** What a member of staff did, and when. */
export interface Act {
  at: string;
  by: string | null;
  act: string;
  text: string | null;
}

export type DeliveryState = 'waiting' | 'sent' | 'shown' | 'clicked' | 'dismissed' | 'failed' | 'suppressed';

/** A property or an invitation on its way to a visitor. */
export interface Delivery {
  delivery_id: string;
  kind: 'property' | 'invite';
  channel: string;
  property: Property | null;
  to: string | null;
  note: string | null;
  state: DeliveryState;
  detail: string | null;
  created_at: string;
  updated_at: string;
  by: string | null;
}

/** `GET /api/admin/sessions/{id}/recommendations`. */
export interface Recommendation {
  property: Property;
  reasons: string[];
  match: number;
}

/** `GET /api/admin/sessions/map`. */
export interface MapPlace {
  city: string | null;
  state: string | null;
  country: string | null;
  latitude: number;
  longitude: number;
  total: number;
  hot: number;
  warm: number;
  cold: number;
}

/** `GET /api/admin/interest`. */
export interface Interest {
  property: Property;
  people_now: number;
  hot_now: number;
  views: number;
  people: number;
  saves: number;
  returning_people: number;
}

/** `GET /api/admin/sessions/at`: the panel of a past moment. */
export interface PastAnswer extends ActiveAnswer {
  time: string;
}

/** `GET /api/admin/sessions/{id}/journey`. */
export interface Journey {
  session: LiveSession;
  presence: Presence;
  pattern: Pattern | null;
  struggles: Struggle[];
  score_receipt: ScoreReceipt | null;
  staff: Staff;
  acts: Act[];
  deliveries: Delivery[];
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
