/** What a site can be told. Examples: the JSON files in `settings/`. */

export interface AlertRule {
  on: boolean;
  email: string[];
}

export interface AlertSettings {
  became_hot: AlertRule;
  returned: AlertRule;
  struggling: AlertRule;
  quiet_hours: { from: string; to: string } | null;
  repeat_after_minutes: number;
}

/** `GET` and, in part, `PUT /api/v1/sites/{id}/settings`. */
export interface SiteSettings {
  name: string;
  time_zone: string;
  idle_timeout: number;
  heartbeat_interval: number;
  retention_days: number;
  poll_seconds: number;
  origins: string[];
  public_key: string | null;
  alerts: AlertSettings;
}

export interface PointsRule {
  points: number;
  cap: number;
}

export interface ScoreRules {
  events: Record<string, PointsRule>;
  minute_engaged: PointsRule;
  returning: number;
  identified: number;
  half_life_days: number;
}

export interface RulesVersion {
  version: number;
  published_at: string | null;
  by: string | null;
}

/** `GET /api/v1/sites/{id}/score-rules`. */
export interface RulesAnswer {
  published: RulesVersion & { rules: ScoreRules };
  draft: ScoreRules | null;
  versions: RulesVersion[];
}

export interface RehearsalCounts {
  hot: number;
  warm: number;
  cold: number;
  enquired_of_hot: number;
}

export interface RehearsedVisit {
  session_id: string;
  lead_email: string | null;
  score_now: number;
  score_then: number;
  enquired: boolean;
}

/** `POST /api/v1/sites/{id}/score-rules/rehearse`. */
export interface Rehearsal {
  days: number;
  visits: number;
  events: number;
  now: RehearsalCounts;
  then: RehearsalCounts;
  became_hot: RehearsedVisit[];
  no_longer_hot: RehearsedVisit[];
  seconds: number;
}

/** `GET /api/v1/sites/{id}/retention`. */
export interface RetentionPreview {
  before: string;
  visits: number;
  events: number;
  bytes: number;
  kept: string | null;
}

/** `GET /api/v1/score/precision`. */
export interface Precision {
  weeks: { week: string; hot_leads: number; real: number; not_real: number; precision: number | null }[];
}
