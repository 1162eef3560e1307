/** The shapes of visits over time and of the people behind them. */

import type { Pattern } from '../../../protocol/live';
import type {
  LeadProperty,
  LeadRow,
  LeadsAnswer,
  Person,
  VisitRecord,
  VisitsAnswer,
} from '../../../protocol/people';
import { counted, short_duration } from './format';
import { list, maybe, number, object, or, type Shape, text } from './shape';
import { category, lane, place, property_fields, staff } from './wire';
import { pattern } from './wire-journey';

const device_fields = { type: maybe(text), browser: maybe(text), os: maybe(text) };
const no_device = { type: null, browser: null, os: null };
const no_entry = { page: null, source: null, referrer: null, campaign: null };

export const visit_record = object<VisitRecord>({
  session_id: text,
  lead_id: maybe(text),
  lead_email: maybe(text),
  lead_name: maybe(text),
  user_id: maybe(text),
  start_time: text,
  end_time: maybe(text),
  last_activity: or(text, ''),
  duration_seconds: or(number, 0),
  device: or(object(device_fields), no_device),
  entry: or(
    object({ page: maybe(text), source: maybe(text), referrer: maybe(text), campaign: maybe(text) }),
    no_entry,
  ),
  exit: maybe(object({ page: maybe(text), reason: maybe(text), last_action: maybe(text) })),
  location: place,
  action_count: or(number, 0),
  error_count: or(number, 0),
  page_views: or(number, 0),
  property_views: or(number, 0),
  property_saves: or(number, 0),
  score: or(number, 0),
  score_category: or(category, 'cold'),
  status: or(text, 'ended'),
  lane,
});

export const visits_answer = object<VisitsAnswer>({
  sessions: list(visit_record),
  total_count: maybe(number),
  next_cursor: maybe(text),
});

export const leads_answer = object<LeadsAnswer>({
  leads: list(
    object<LeadRow>({
      lead_id: text,
      email: maybe(text),
      name: maybe(text),
      score: or(number, 0),
      category: or(category, 'cold'),
      last_seen: maybe(text),
      visits: or(number, 0),
    }),
  ),
  next_cursor: maybe(text),
});

const flat_property = object<LeadProperty>({
  ...property_fields,
  views: or(number, 0),
  saves: or(number, 0),
  visits: or(number, 0),
});

/** The property stands in a field of its own, or its fields stand beside the figures. */
const lead_property: Shape<LeadProperty> = (value, where) =>
  flat_property({ ...(value as object), ...(value as { property?: object } | null)?.property }, where);

const figures = object({
  avg_duration: maybe(number),
  avg_actions: maybe(number),
  errors: maybe(number),
  sessions: maybe(number),
});

/** The pattern of a person brings its figures; here they become the facts that speak for it. */
const person_pattern: Shape<Pattern> = (value, where) => {
  const read = pattern(value, where);
  if (read.indicators.length > 0) return read;
  const { avg_duration, avg_actions, errors, sessions } = figures(value, where);
  const facts = [
    {
      name: 'avg_duration',
      value: avg_duration,
      text: `${short_duration(avg_duration ?? 0)} a visit on average`,
    },
    {
      name: 'avg_actions',
      value: avg_actions,
      text: `${Math.round(avg_actions ?? 0)} actions a visit on average`,
    },
    { name: 'errors', value: errors || null, text: `${counted(errors ?? 0, 'error')} in the latest visit` },
    { name: 'sessions', value: sessions, text: `Seen over ${counted(sessions ?? 0, 'visit')}` },
  ];
  return { ...read, indicators: facts.filter((fact) => fact.value !== null) };
};

export const person = object<Person>({
  lead: object({
    lead_id: text,
    email: maybe(text),
    name: maybe(text),
    phone: maybe(text),
    user_id: maybe(text),
    city: maybe(text),
    state: maybe(text),
    country: maybe(text),
    first_seen: maybe(text),
    last_seen: maybe(text),
  }),
  score: or(object({ score: number, category }), { score: 0, category: 'cold' }),
  pattern: maybe(person_pattern),
  staff,
  visits: or(list(visit_record), []),
  next_cursor: maybe(text),
  properties: or(list(lead_property), []),
  score_trend: or(list(object({ session_id: text, at: text, score: number })), []),
  devices: or(list(object({ ...device_fields, visits: maybe(number) })), []),
});
