/** What the data tells. Every figure brings `visits`, the path and query that lists exactly the visits behind it. */

export interface Linked {
  sessions: number;
  visits: string | null;
}

export interface Shared extends Linked {
  share: number;
}

export interface ActiveHours {
  time_zone: string;
  /** Weekday 1 is Monday. */
  hours: (Linked & { weekday: number; hour: number })[];
  total: number;
}

export interface Durations {
  /** Seconds; the last one is open. */
  buckets: (Linked & { from: number; to: number | null })[];
  average: number;
  median: number;
  p90: number;
  total: number;
}

export interface Leaving {
  exit_pages: (Shared & { page: string })[];
  reasons: (Shared & { reason: string })[];
  last_actions: (Shared & { action: string })[];
  after_error: Shared | null;
}

export interface Features {
  features: (Linked & { name: string })[];
  pairs: (Linked & { a: string; b: string; lift: number; confidence: number })[];
  sessions: number;
}

export interface Engagement {
  levels: (Shared & { level: string; text: string })[];
}

export interface Visitors {
  new: number;
  returning: number;
  days: { date: string; new: number; returning: number }[];
}

export interface Flows {
  flows: (Shared & { entry: string; exit: string })[];
}

export interface Funnels {
  workflows: {
    workflow_id: string;
    started: number;
    completed: number;
    failed: number;
    abandoned: number;
    completion_rate: number;
    median_seconds: number | null;
    visits: string | null;
  }[];
}

export interface Retention {
  cohorts: { week: string; people: number; returned: number[] }[];
}

export interface DailyStats {
  days: {
    date: string;
    total_sessions: number;
    unique_users: number;
    avg_duration_seconds: number;
    bounce_rate: number;
    error_rate: number;
    most_common_entry: string | null;
    most_common_exit: string | null;
  }[];
}
