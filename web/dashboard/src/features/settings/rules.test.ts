import { expect, it } from 'vitest';
import { score_rules } from '../../lib/wire-settings';
import { example } from '../../testing/example';
import { is_same, rules_of, text_of } from './rules';

const rules = score_rules(example('settings/score-rules.request.json'));
const text = text_of(rules);

it('comes back the same from the editor', () => {
  expect(rules_of(text)).toEqual(rules);
});

it.each([
  ['Every field needs a number.', { ...text, returning: '' }],
  ['The half-life has to be more than nothing.', { ...text, half_life_days: '0' }],
  ['Every kind of event needs its name.', { ...text, events: [{ name: ' ', points: '1', cap: '1' }] }],
  [
    'Two rules have the same kind of event.',
    { ...text, events: ['a', 'a'].map((name) => ({ name, points: '1', cap: '1' })) },
  ],
])('says %s', (sentence, wrong) => {
  expect(rules_of(wrong)).toBe(sentence);
});

it('knows rules that only stand in another order', () => {
  const turned = { ...rules, events: Object.fromEntries(Object.entries(rules.events).reverse()) };
  expect(is_same(rules, turned)).toBe(true);
  expect(is_same(rules, { ...rules, returning: 99 })).toBe(false);
});
