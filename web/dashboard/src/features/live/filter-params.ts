/** The filters of the live list as they stand in the address, and as the server wants them. */

import type { LiveFilter } from '../../../../protocol/live';

export const text_filters = [
  ['city', 'City'],
  ['state', 'State'],
  ['country', 'Country'],
  ['source', 'Source'],
  ['tag', 'Tag'],
  ['property', 'Property number'],
] as const;

export const choice_filters = [
  [
    'device',
    'Device',
    [
      ['desktop', 'Desktop'],
      ['mobile', 'Mobile'],
      ['tablet', 'Tablet'],
    ],
  ],
  [
    'presence',
    'Presence',
    [
      ['visible', 'Here'],
      ['hidden', 'Other tab'],
      ['idle', 'Idle'],
      ['left', 'Left'],
    ],
  ],
  [
    'claimed',
    'Claimed',
    [
      ['mine', 'By me'],
      ['anyone', 'By anyone'],
      ['none', 'By nobody'],
    ],
  ],
  [
    'anonymous',
    'Identity',
    [
      ['false', 'Identified'],
      ['true', 'Anonymous'],
    ],
  ],
  [
    'within',
    'Active within',
    [
      ['300', '5 minutes'],
      ['3600', '1 hour'],
      ['86400', '1 day'],
    ],
  ],
] as const;

const categories = ['hot', 'warm', 'cold'];
const sorts = ['started', 'score', 'activity'];
const flags = ['struggling', 'anonymous'];

/** Everything that narrows the list; the order and the lane do not. */
export const filter_names = [
  'q',
  'category',
  'struggling',
  ...text_filters.map(([name]) => name),
  ...choice_filters.map(([name]) => name),
] as const;

const one_of = (value: string | null, allowed: readonly string[]): string | undefined =>
  value && allowed.includes(value) ? value : undefined;

/** What the address asks for. A value that makes no sense is as good as none. */
export function filter_of(params: URLSearchParams): Omit<LiveFilter, 'limit'> {
  const filter: Record<string, string | number | boolean> = {
    sort: one_of(params.get('sort'), sorts) ?? 'started',
    lane: one_of(params.get('lane'), ['people', 'bots']) ?? 'people',
  };
  const category = one_of(params.get('category'), categories);
  if (category) filter.category = category;
  for (const name of ['q', ...text_filters.map(([name]) => name)]) {
    const value = params.get(name)?.trim();
    if (value) filter[name] = value;
  }
  for (const [name, , options] of choice_filters) {
    const value = one_of(
      params.get(name),
      options.map(([option]) => option),
    );
    if (value)
      filter[name] = flags.includes(name) ? value === 'true' : name === 'within' ? Number(value) : value;
  }
  if (params.get('struggling') === 'true') filter.struggling = true;
  return filter as unknown as Omit<LiveFilter, 'limit'>;
}

export interface ActiveFilter {
  name: string;
  words: string;
}

/** The filters that are on, each in words. */
export function active_filters(params: URLSearchParams): ActiveFilter[] {
  return filter_names.flatMap((name) => {
    const value = params.get(name);
    return value ? [{ name, words: filter_words(name, value) }] : [];
  });
}

function filter_words(name: string, value: string): string {
  if (name === 'q') return `“${value}”`;
  if (name === 'struggling') return 'Struggling';
  if (name === 'category') return value.charAt(0).toUpperCase() + value.slice(1);
  const choice = choice_filters.find(([one]) => one === name);
  const word = choice?.[2].find(([option]) => option === value)?.[1] ?? value;
  const label = choice?.[1] ?? text_filters.find(([one]) => one === name)?.[1] ?? name;
  return `${label}: ${word}`;
}
