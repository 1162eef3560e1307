import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ShapeError } from './shape';
import { active_answer, live_session, me, server_message } from './wire';
import { journey } from './wire-journey';

const folder = `${process.cwd()}/protocol/live/`;
const example = (name: string) => JSON.parse(readFileSync(folder + name, 'utf8'));

it.each(readdirSync(folder).filter((name) => name.endsWith('.server.json')))('reads %s', (name) => {
  const { type, seq } = example(name);
  expect(server_message(example(name))).toMatchObject({ type, seq });
});

it('reads every answer of the live panel', () => {
  expect(live_session(example('session.json')).session_id).toBe(example('session.json').session_id);
  expect(active_answer(example('active.answer.json')).sessions).toHaveLength(2);
  expect(journey(example('journey.answer.json')).timeline).toHaveLength(3);
  expect(me(example('me.answer.json')).sites[0]?.name).toBe('Harbor & Pine Homes');
});

it('says which field has the wrong type', () => {
  const broken = { ...example('session.json'), page_views: 'nine' };
  expect(() => live_session(broken)).toThrow(new ShapeError('/page_views is not a number.'));
});

it('ignores fields it does not know', () => {
  expect(me({ ...example('me.answer.json'), colour: 'gold' })).not.toHaveProperty('colour');
});
