import { expect, it } from 'vitest';
import { week_of } from './hours';
import { visits_page } from './use-insight';

it('turns a link of the server into our page of the same visits', () => {
  expect(visits_page('/api/v1/sessions?site=s1&from=2026-11-01&exit_page=%2Flistings&limit=50')).toBe(
    '/visits?from=2026-11-01&exit_page=%2Flistings',
  );
  expect(visits_page('/api/v1/sessions')).toBe('/visits');
  expect(visits_page(null)).toBeNull();
});

it('has a cell for every hour of the week', () => {
  const week = week_of([{ weekday: 7, hour: 23, sessions: 4, visits: null }]);
  expect(week.flat()).toHaveLength(168);
  expect(week[6]?.[23]?.sessions).toBe(4);
  expect(week[0]?.[0]?.sessions).toBe(0);
});
