/** The people behind the visits, as staff read them. Examples: the JSON files in `people/`. */

import type { Lane, Pattern, Place, Property, ScoreCategory, Staff } from './live';

/** One visit as it is kept, ended or not. `GET /api/v1/sessions` and everywhere visits are listed. */
export interface VisitRecord {
  session_id: string;
  lead_id: string | null;
  lead_email: string | null;
  lead_name: string | null;
  user_id: string | null;
  start_time: string;
  end_time: string | null;
  last_activity: string;
  duration_seconds: number;
  device: { type: string | null; browser: string | null; os: string | null };
  entry: { page: string | null; source: string | null; referrer: string | null; campaign: string | null };
  exit: { page: string | null; reason: string | null; last_action: string | null } | null;
  location: Place;
  action_count: number;
  error_count: number;
  page_views: number;
  property_views: number;
  property_saves: number;
  score: number;
  score_category: ScoreCategory;
  status: string;
  lane: Lane;
}

/** `GET /api/v1/sessions`. */
export interface VisitsAnswer {
  sessions: VisitRecord[];
  total_count: number | null;
  next_cursor: string | null;
}

export interface LeadRow {
  lead_id: string;
  email: string | null;
  name: string | null;
  score: number;
  category: ScoreCategory;
  last_seen: string | null;
  visits: number;
}

/** `GET /api/admin/leads`. */
export interface LeadsAnswer {
  leads: LeadRow[];
  next_cursor: string | null;
}

/** A property that a person looked at; on the wire it may also stand in a field `property` of its own. */
export interface LeadProperty extends Property {
  views: number;
  saves: number;
  visits: number;
}

/** `GET /api/admin/leads/{id}`. */
export interface Person {
  lead: {
    lead_id: string;
    email: string | null;
    name: string | null;
    phone: string | null;
    user_id: string | null;
    city: string | null;
    state: string | null;
    country: string | null;
    first_seen: string | null;
    last_seen: string | null;
  };
  score: { score: number; category: ScoreCategory };
  pattern: Pattern | null;
  staff: Staff;
  visits: VisitRecord[];
  next_cursor: string | null;
  properties: LeadProperty[];
  score_trend: { session_id: string; at: string; score: number }[];
  devices: { type: string | null; browser: string | null; os: string | null; visits: number | null }[];
}
