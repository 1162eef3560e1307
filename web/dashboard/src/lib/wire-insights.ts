/** The shapes of what the data tells. */

import type {
  ActiveHours,
  DailyStats,
  Durations,
  Engagement,
  Features,
  Flows,
  Funnels,
  Leaving,
  Linked,
  Retention,
  Shared,
  Visitors,
} from '../../../protocol/insights';
import { list, maybe, number, object, or, text } from './shape';

const linked = { sessions: number, visits: maybe(text) };
const shared = { ...linked, share: or(number, 0) };

export const active_hours = object<ActiveHours>({
  time_zone: or(text, 'UTC'),
  hours: list(
    object<Linked & { weekday: number; hour: number }>({ ...linked, weekday: number, hour: number }),
  ),
  total: number,
});

export const durations = object<Durations>({
  buckets: list(
    object<Linked & { from: number; to: number | null }>({ ...linked, from: number, to: maybe(number) }),
  ),
  average: or(number, 0),
  median: or(number, 0),
  p90: or(number, 0),
  total: number,
});

export const leaving = object<Leaving>({
  exit_pages: or(list(object<Shared & { page: string }>({ ...shared, page: or(text, '—') })), []),
  reasons: or(list(object<Shared & { reason: string }>({ ...shared, reason: or(text, '—') })), []),
  last_actions: or(list(object<Shared & { action: string }>({ ...shared, action: or(text, '—') })), []),
  after_error: maybe(object<Shared>(shared)),
});

export const features = object<Features>({
  features: or(list(object<Linked & { name: string }>({ ...linked, name: text })), []),
  pairs: or(
    list(
      object<Features['pairs'][number]>({
        ...linked,
        a: text,
        b: text,
        lift: number,
        confidence: or(number, 0),
      }),
    ),
    [],
  ),
  sessions: or(number, 0),
});

export const engagement = object<Engagement>({
  levels: list(
    object<Shared & { level: string; text: string }>({ ...shared, level: text, text: or(text, '') }),
  ),
});

export const visitors = object<Visitors>({
  new: number,
  returning: number,
  days: or(list(object({ date: text, new: number, returning: number })), []),
});

export const flows = object<Flows>({
  flows: list(
    object<Shared & { entry: string; exit: string }>({
      ...shared,
      entry: or(text, '—'),
      exit: or(text, '—'),
    }),
  ),
});

export const funnels = object<Funnels>({
  workflows: list(
    object<Funnels['workflows'][number]>({
      workflow_id: text,
      started: number,
      completed: or(number, 0),
      failed: or(number, 0),
      abandoned: or(number, 0),
      completion_rate: or(number, 0),
      median_seconds: maybe(number),
      visits: maybe(text),
    }),
  ),
});

export const retention = object<Retention>({
  cohorts: list(object({ week: text, people: number, returned: list(number) })),
});

export const daily_stats = object<DailyStats>({
  days: list(
    object<DailyStats['days'][number]>({
      date: text,
      total_sessions: number,
      unique_users: or(number, 0),
      avg_duration_seconds: or(number, 0),
      bounce_rate: or(number, 0),
      error_rate: or(number, 0),
      most_common_entry: maybe(text),
      most_common_exit: maybe(text),
    }),
  ),
});
