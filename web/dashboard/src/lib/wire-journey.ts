/** The shapes of one visit's story and of what staff do with it. */

import type {
  Act,
  Contribution,
  Delivery,
  EarlierVisit,
  Interest,
  Journey,
  JourneyProperty,
  JourneyStep,
  Pattern,
  Recommendation,
  ScoreReceipt,
  Struggle,
} from '../../../protocol/live';
import { flag, list, maybe, number, object, one_of, or, text } from './shape';
import { category, journey_session, presence, property, property_fields, staff } from './wire';

export const pattern = object<Pattern>({
  pattern: text,
  confidence: maybe(number),
  indicators: or(list(object({ name: text, value: maybe(number), text: or(text, '') })), []),
});

export const score_receipt = object<ScoreReceipt>({
  score: number,
  contributions: or(
    list(
      object<Contribution>({
        rule: text,
        event_type: maybe(text),
        points: number,
        timestamp: maybe(text),
        value_now: number,
      }),
    ),
    [],
  ),
  sum: or(number, 0),
  category: maybe(category),
  rules_version: maybe(number),
});

export const act = object<Act>({ at: text, by: maybe(text), act: text, text: maybe(text) });

export const delivery = object<Delivery>({
  delivery_id: text,
  kind: one_of('property', 'invite'),
  channel: text,
  property: maybe(property),
  to: maybe(text),
  note: maybe(text),
  state: one_of('waiting', 'sent', 'shown', 'clicked', 'dismissed', 'failed', 'suppressed'),
  detail: maybe(text),
  created_at: text,
  updated_at: text,
  by: maybe(text),
});

export const recommendations = object({
  recommendations: list(
    object<Recommendation>({ property, reasons: or(list(text), []), match: or(number, 0) }),
  ),
});

export const interest = object({
  properties: list(
    object<Interest>({
      property,
      people_now: number,
      hot_now: or(number, 0),
      views: or(number, 0),
      people: or(number, 0),
      saves: or(number, 0),
      returning_people: or(number, 0),
    }),
  ),
});

export const journey = object<Journey>({
  session: journey_session,
  presence,
  pattern: maybe(pattern),
  struggles: or(list(object<Struggle>({ name: text, at: text, text: or(text, '') })), []),
  score_receipt: maybe(score_receipt),
  staff,
  acts: or(list(act), []),
  deliveries: or(list(delivery), []),
  timeline: list(
    object<JourneyStep>({
      timestamp: text,
      type: text,
      title: maybe(text),
      page: maybe(text),
      property: maybe(property),
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
