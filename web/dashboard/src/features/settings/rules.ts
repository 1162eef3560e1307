/** Changing rules as values: the editor keeps texts, so that a half-typed number is not lost. */

import type { PointsRule, ScoreRules } from '../../../../protocol/settings';

export interface RuleText {
  name: string;
  points: string;
  cap: string;
}

export interface RulesText {
  events: RuleText[];
  minute_engaged: Omit<RuleText, 'name'>;
  returning: string;
  identified: string;
  half_life_days: string;
}

const texts = ({ points, cap }: PointsRule) => ({ points: String(points), cap: String(cap) });

export const text_of = (rules: ScoreRules): RulesText => ({
  events: Object.entries(rules.events).map(([name, rule]) => ({ name, ...texts(rule) })),
  minute_engaged: texts(rules.minute_engaged),
  returning: String(rules.returning),
  identified: String(rules.identified),
  half_life_days: String(rules.half_life_days),
});

/** The rules, or what is wrong with them in one sentence. */
export function rules_of(text: RulesText): ScoreRules | string {
  const names = text.events.map((one) => one.name.trim());
  if (names.some((name) => !name)) return 'Every kind of event needs its name.';
  if (new Set(names).size < names.length) return 'Two rules have the same kind of event.';
  const figures = [
    ...text.events.flatMap((one) => [one.points, one.cap]),
    text.minute_engaged.points,
    text.minute_engaged.cap,
    text.returning,
    text.identified,
    text.half_life_days,
  ];
  if (figures.some((one) => one.trim() === '' || !Number.isFinite(Number(one))))
    return 'Every field needs a number.';
  if (!(Number(text.half_life_days) > 0)) return 'The half-life has to be more than nothing.';
  const rule = ({ points, cap }: { points: string; cap: string }): PointsRule => ({
    points: Number(points),
    cap: Number(cap),
  });
  return {
    events: Object.fromEntries(text.events.map((one) => [one.name.trim(), rule(one)])),
    minute_engaged: rule(text.minute_engaged),
    returning: Number(text.returning),
    identified: Number(text.identified),
    half_life_days: Number(text.half_life_days),
  };
}

export const is_same = (one: ScoreRules, other: ScoreRules): boolean => stable(one) === stable(other);

function stable({ events, ...rest }: ScoreRules): string {
  return JSON.stringify([Object.entries(events).sort(([one], [other]) => (one < other ? -1 : 1)), rest]);
}
