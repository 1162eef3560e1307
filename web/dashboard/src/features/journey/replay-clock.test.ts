import { expect, it } from 'vitest';
import type { JourneyStep } from '../../../../protocol/live';
import { page_at, wait_ms, wait_ms_max, wait_ms_min } from './replay-clock';

const step = (second: number, page: string | null, title: string | null = null): JourneyStep => ({
  timestamp: new Date(second * 1000).toISOString(),
  type: 'page_view',
  page,
  title,
  property: null,
  score_before: 0,
  score_after: 0,
  reason: null,
});
const steps = [step(0, '/a', 'A'), step(5, null), step(5, '/a'), step(900, '/b')];

it('waits as long as the visitor did, at single speed', () => {
  expect(wait_ms(steps, 0, 1)).toBe(5000);
  expect(wait_ms(steps, 0, 4)).toBe(1250);
});

it('neither flickers nor falls asleep', () => {
  expect(wait_ms(steps, 1, 1)).toBe(wait_ms_min);
  expect(wait_ms(steps, 2, 1)).toBe(wait_ms_max);
});

it('shows the page that was open, with its title', () => {
  expect(page_at(steps, 1)).toEqual({ page: '/a', title: 'A' });
  expect(page_at(steps, 2)).toEqual({ page: '/a', title: 'A' });
  expect(page_at(steps, 3)).toEqual({ page: '/b', title: null });
});
