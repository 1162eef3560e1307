import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { example } from '../testing/example';
import { type Shape, ShapeError } from './shape';
import * as wire from './wire';
import * as insights from './wire-insights';
import * as journeys from './wire-journey';
import * as people from './wire-people';
import * as settings from './wire-settings';

const socket_messages = readdirSync(`${process.cwd()}/protocol/live`).filter((name) =>
  name.endsWith('.server.json'),
);

it.each(socket_messages)('reads %s', (name) => {
  const { type, seq } = example(`live/${name}`);
  expect(wire.server_message(example(`live/${name}`))).toMatchObject({ type, seq });
});

const answers: [name: string, shape: Shape<unknown>][] = [
  ['live/session', wire.live_session],
  ['live/session-whole', wire.live_session],
  ['live/session-bot', wire.live_session],
  ['live/active.answer', wire.active_answer],
  ['live/at.answer', wire.past_answer],
  ['live/map.answer', wire.map_answer],
  ['live/me.answer', wire.me],
  ['live/journey.answer', journeys.journey],
  ['live/journey-whole.answer', journeys.journey],
  ['live/lead-score.answer', journeys.score_receipt],
  ['live/delivery.answer', journeys.delivery],
  ['live/recommendations.answer', journeys.recommendations],
  ['live/interest.answer', journeys.interest],
  ['people/visits.answer', people.visits_answer],
  ['people/leads.answer', people.leads_answer],
  ['people/person.answer', people.person],
  ['insights/active-hours.answer', insights.active_hours],
  ['insights/durations.answer', insights.durations],
  ['insights/leaving.answer', insights.leaving],
  ['insights/features.answer', insights.features],
  ['insights/engagement.answer', insights.engagement],
  ['insights/visitors.answer', insights.visitors],
  ['insights/flows.answer', insights.flows],
  ['insights/funnels.answer', insights.funnels],
  ['insights/retention.answer', insights.retention],
  ['visits/daily-stats.answer', insights.daily_stats],
  ['settings/site.answer', settings.site_settings],
  ['settings/score-rules.answer', settings.rules_answer],
  ['settings/score-rules.request', settings.score_rules],
  ['settings/rehearse.answer', settings.rehearsal],
  ['settings/retention.answer', settings.retention_preview],
  ['settings/precision.answer', settings.precision],
];

it.each(answers)('reads %s', (name, shape) => {
  expect(() => shape(example(`${name}.json`))).not.toThrow();
});

it('reads an older server, which says less of a visit', () => {
  const visit = wire.live_session(example('live/session.json'));
  expect(visit).toMatchObject({ lane: 'people', presence: 'unknown', struggles: [], watchers: [] });
  expect(visit.staff).toEqual(wire.untouched);
  const journey = journeys.journey(example('live/journey.answer.json'));
  expect(journey).toMatchObject({
    pattern: null,
    struggles: [],
    acts: [],
    deliveries: [],
    score_receipt: null,
  });
});

it('reads a journey whose visit comes as it is kept', () => {
  const kept = { ...example('visits/session.json'), current_property: '1001', is_anonymous: true };
  const { session } = journeys.journey({ ...example('live/journey.answer.json'), session: kept });
  expect(session).toMatchObject({ behavioral_score: 46, session_duration: 667, device_type: 'desktop' });
  expect(session.current_property?.id).toBe('1001');
});

it('reads a person whose properties stand flat, and makes facts of a pattern’s figures', () => {
  const answer = example('people/person.answer.json');
  const nested = people.person(answer);
  const [{ property, ...figures }] = answer.properties;
  expect(people.person({ ...answer, properties: [{ ...property, ...figures }] }).properties).toEqual(
    nested.properties,
  );
  expect(nested.properties[0]).toMatchObject({ id: '1001', visits: 5 });
  expect(nested.pattern?.indicators.map((one) => one.text)).toEqual([
    '42 min a visit on average',
    '61 actions a visit on average',
    'Seen over 7 visits',
  ]);
});

it('has receipts whose rows add up', () => {
  const { score_receipt } = journeys.journey(example('live/journey-whole.answer.json'));
  const total = score_receipt?.contributions.reduce((sum, one) => sum + one.value_now, 0);
  expect(total).toBe(score_receipt?.sum);
});

it('says which field has the wrong type', () => {
  const broken = { ...example('live/session.json'), page_views: 'nine' };
  expect(() => wire.live_session(broken)).toThrow(new ShapeError('/page_views is not a number.'));
});

it('ignores fields it does not know', () => {
  expect(wire.me({ ...example('live/me.answer.json'), colour: 'gold' })).not.toHaveProperty('colour');
});
