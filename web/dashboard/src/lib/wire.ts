/** The edge of the dashboard: everything that comes from the server passes one of these shapes. */

import type {
  ActiveAnswer,
  Change,
  Counts,
  EarlierVisit,
  EndedSession,
  Journey,
  JourneyProperty,
  JourneyStep,
  LiveSession,
  Me,
  Place,
  Property,
  ServerMessage,
  Snapshot,
} from '../../../protocol/live';
import { flag, list, maybe, number, object, one_of, or, type Shape, text } from './shape';

const property_fields = {
  id: text,
  address: maybe(text),
  city: maybe(text),
  state: maybe(text),
  price: maybe(number),
};

export const live_session = object<LiveSession>({
  session_id: text,
  lead_id: maybe(text),
  lead_email: maybe(text),
  lead_name: maybe(text),
  is_anonymous: flag,
  location: or(object<Place>({ city: maybe(text), state: maybe(text), country: maybe(text) }), {
    city: null,
    state: null,
    country: null,
  }),
  behavioral_score: number,
  score_category: one_of('hot', 'warm', 'cold'),
  current_page: maybe(text),
  current_property: maybe(object<Property>(property_fields)),
  page_views: number,
  property_views: number,
  property_saves: number,
  session_duration: number,
  last_activity: text,
  start_time: text,
  device_type: maybe(text),
  browser: maybe(text),
  referrer_source: maybe(text),
});

const count_fields = { total_count: number, hot_count: number, warm_count: number, cold_count: number };
const counts = object<Counts>(count_fields);

export const active_answer = object<ActiveAnswer>({ sessions: list(live_session), ...count_fields });

const snapshot = object<Snapshot>({
  type: one_of('snapshot'),
  seq: number,
  epoch: text,
  sessions: list(live_session),
  counts,
});

const change = object<Change>({
  type: one_of('started', 'changed', 'ended', 'counts'),
  seq: number,
  started: or(list(live_session), []),
  changed: or(list(live_session), []),
  ended: or(list(object<EndedSession>({ session_id: text, reason: text })), []),
  counts,
});

export const server_message: Shape<ServerMessage> = (value, where) =>
  (value as { type?: unknown } | null)?.type === 'snapshot' ? snapshot(value, where) : change(value, where);

export const journey = object<Journey>({
  session: object({ session_id: text, lead_email: maybe(text), lead_name: maybe(text) }),
  timeline: list(
    object<JourneyStep>({
      timestamp: text,
      type: text,
      title: maybe(text),
      page: maybe(text),
      property: maybe(object<Property>(property_fields)),
      score_before: number,
      score_after: number,
      reason: maybe(text),
    }),
  ),
  properties: list(object<JourneyProperty>({ ...property_fields, views: number, saved: flag })),
  summary: object({
    duration_seconds: number,
    page_views: number,
    property_views: number,
    property_saves: number,
    score_start: number,
    score_end: number,
    entry: maybe(text),
    exit: maybe(text),
  }),
  earlier_visits: or(
    list(
      object<EarlierVisit>({
        session_id: text,
        start_time: text,
        duration_seconds: number,
        page_views: number,
        score: number,
      }),
    ),
    [],
  ),
});

export const me = object<Me>({
  role: text,
  site_id: maybe(text),
  sites: or(list(object({ site_id: text, name: text })), []),
});
