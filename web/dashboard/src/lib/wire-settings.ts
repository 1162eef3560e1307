/** The shapes of what a site can be told. */

import type {
  AlertRule,
  AlertSettings,
  PointsRule,
  Precision,
  Rehearsal,
  RehearsedVisit,
  RetentionPreview,
  RulesAnswer,
  RulesVersion,
  ScoreRules,
  SiteSettings,
} from '../../../protocol/settings';
import { flag, list, maybe, number, object, or, record, text } from './shape';

const alert_rule = (on: boolean) =>
  or(object<AlertRule>({ on: or(flag, on), email: or(list(text), []) }), { on, email: [] });

export const default_alerts: AlertSettings = {
  became_hot: { on: true, email: [] },
  returned: { on: true, email: [] },
  struggling: { on: false, email: [] },
  quiet_hours: null,
  repeat_after_minutes: 1440,
};

export const site_settings = object<SiteSettings>({
  name: or(text, ''),
  time_zone: or(text, 'UTC'),
  idle_timeout: or(number, 1800),
  heartbeat_interval: or(number, 300),
  retention_days: or(number, 30),
  poll_seconds: or(number, 10),
  origins: or(list(text), []),
  public_key: maybe(text),
  alerts: or(
    object<AlertSettings>({
      became_hot: alert_rule(true),
      returned: alert_rule(true),
      struggling: alert_rule(false),
      quiet_hours: maybe(object({ from: text, to: text })),
      repeat_after_minutes: or(number, 1440),
    }),
    default_alerts,
  ),
});

const points_rule = object<PointsRule>({ points: number, cap: number });

export const score_rules = object<ScoreRules>({
  events: or(record(points_rule), {}),
  minute_engaged: or(points_rule, { points: 1, cap: 10 }),
  returning: or(number, 0),
  identified: or(number, 0),
  half_life_days: or(number, 7),
});

const version_fields = { version: number, published_at: maybe(text), by: maybe(text) };

export const rules_answer = object<RulesAnswer>({
  published: object<RulesAnswer['published']>({ ...version_fields, rules: score_rules }),
  draft: maybe(score_rules),
  versions: or(list(object<RulesVersion>(version_fields)), []),
});

const rehearsal_counts = object({
  hot: number,
  warm: number,
  cold: number,
  enquired_of_hot: or(number, 0),
});
const rehearsed = or(
  list(
    object<RehearsedVisit>({
      session_id: text,
      lead_email: maybe(text),
      score_now: number,
      score_then: number,
      enquired: or(flag, false),
    }),
  ),
  [],
);

export const rehearsal = object<Rehearsal>({
  days: number,
  visits: number,
  events: number,
  now: rehearsal_counts,
  // biome-ignore lint/suspicious/noThenProperty: the server's word for the figures under the new rules.
  then: rehearsal_counts,
  became_hot: rehearsed,
  no_longer_hot: rehearsed,
  seconds: or(number, 0),
});

export const retention_preview = object<RetentionPreview>({
  before: text,
  visits: number,
  events: number,
  bytes: or(number, 0),
  kept: maybe(text),
});

export const precision = object<Precision>({
  weeks: list(
    object({ week: text, hot_leads: number, real: number, not_real: number, precision: maybe(number) }),
  ),
});
