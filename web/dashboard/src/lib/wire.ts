/** The edge of the dashboard: everything that comes from the server passes one of these shapes. */

import type {
  ActiveAnswer,
  Alert,
  AlertMessage,
  Change,
  Counts,
  EndedSession,
  LiveSession,
  MapPlace,
  Me,
  PastAnswer,
  Place,
  Property,
  ServerMessage,
  Snapshot,
  Staff,
} from '../../../protocol/live';
import { flag, list, maybe, number, object, one_of, or, type Shape, text } from './shape';

export const property_fields = {
  id: text,
  address: maybe(text),
  city: maybe(text),
  state: maybe(text),
  price: maybe(number),
  bedrooms: maybe(number),
  type: maybe(text),
};
export const property = object<Property>(property_fields);

export const place_fields = {
  city: maybe(text),
  state: maybe(text),
  country: maybe(text),
  latitude: maybe(number),
  longitude: maybe(number),
};
export const unknown_place: Place = {
  city: null,
  state: null,
  country: null,
  latitude: null,
  longitude: null,
};
export const place = or(object<Place>(place_fields), unknown_place);

export const category = one_of('hot', 'warm', 'cold');
export const lane = or(one_of('people', 'bots'), 'people');
export const presence = or(one_of('visible', 'hidden', 'idle', 'left', 'unknown'), 'unknown');

export const untouched: Staff = {
  claimed_by: null,
  claimed_by_me: false,
  tags: [],
  is_followed: false,
  snoozed_until: null,
  done_at: null,
  notes: 0,
};
export const staff = or(
  object<Staff>({
    claimed_by: maybe(text),
    claimed_by_me: or(flag, false),
    tags: or(list(text), []),
    is_followed: or(flag, false),
    snoozed_until: maybe(text),
    done_at: maybe(text),
    notes: or(number, 0),
  }),
  untouched,
);

const live_fields = {
  session_id: text,
  lead_id: maybe(text),
  lead_email: maybe(text),
  lead_name: maybe(text),
  is_anonymous: flag,
  location: place,
  behavioral_score: number,
  score_category: category,
  current_page: maybe(text),
  current_property: maybe(property),
  page_views: number,
  property_views: number,
  property_saves: number,
  session_duration: number,
  last_activity: text,
  start_time: text,
  device_type: maybe(text),
  browser: maybe(text),
  referrer_source: maybe(text),
  os: maybe(text),
  entry_page: maybe(text),
  campaign: maybe(text),
  is_returning: maybe(flag),
  lane,
  lane_reason: maybe(text),
  presence,
  tabs: maybe(number),
  struggles: or(list(text), []),
  staff,
  watchers: or(list(text), []),
};
export const live_session = object<LiveSession>(live_fields);

/** The kept record of a visit names its property by the id alone. */
const property_or_id: Shape<Property | null> = (value, where) =>
  typeof value === 'string'
    ? { id: value, address: null, city: null, state: null, price: null }
    : maybe(property)(value, where);

const lenient_session = object<LiveSession>({
  ...live_fields,
  is_anonymous: or(flag, true),
  behavioral_score: or(number, 0),
  score_category: or(category, 'cold'),
  current_property: property_or_id,
  page_views: or(number, 0),
  property_views: or(number, 0),
  property_saves: or(number, 0),
  session_duration: or(number, 0),
  last_activity: or(text, ''),
  start_time: or(text, ''),
});

/** The visit at the head of its journey: as the panel shows it, or as it is kept. */
export const journey_session: Shape<LiveSession> = (value, where) => {
  const kept = kept_session(value, where);
  return lenient_session(
    {
      behavioral_score: kept.score,
      session_duration: kept.duration_seconds,
      device_type: kept.device?.type,
      browser: kept.device?.browser,
      os: kept.device?.os,
      entry_page: kept.entry?.page,
      ...(value as object),
    },
    where,
  );
};

const kept_session = object({
  score: maybe(number),
  duration_seconds: maybe(number),
  device: maybe(object({ type: maybe(text), browser: maybe(text), os: maybe(text) })),
  entry: maybe(object({ page: maybe(text) })),
});

const count_fields = { total_count: number, hot_count: number, warm_count: number, cold_count: number };
const counts = object<Counts>(count_fields);

export const active_answer = object<ActiveAnswer>({ sessions: list(live_session), ...count_fields });
export const past_answer = object<PastAnswer>({ time: text, sessions: list(live_session), ...count_fields });

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

export const alert = object<Alert>({
  alert_id: text,
  kind: one_of('became_hot', 'returned', 'struggling'),
  at: text,
  session_id: maybe(text),
  lead_id: maybe(text),
  title: text,
  text: or(text, ''),
  read: or(flag, false),
  suppressed: maybe(one_of('quiet_hours', 'duplicate')),
});

const alert_message = object<AlertMessage>({ type: one_of('alert'), seq: number, alert });

export const server_message: Shape<ServerMessage> = (value, where) => {
  const type = (value as { type?: unknown } | null)?.type;
  if (type === 'snapshot') return snapshot(value, where);
  return type === 'alert' ? alert_message(value, where) : change(value, where);
};

export const map_answer = object({
  places: list(
    object<MapPlace>({
      ...place_fields,
      latitude: number,
      longitude: number,
      total: number,
      hot: number,
      warm: number,
      cold: number,
    }),
  ),
  unplaced: or(number, 0),
});

export const me = object<Me>({
  role: text,
  site_id: maybe(text),
  sites: or(list(object({ site_id: text, name: text })), []),
});
