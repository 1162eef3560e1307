import { expect, it } from 'vitest';
import type { JourneyStep } from '../../../../protocol/live';
import { curve_points } from './curve-points';

const step = (timestamp: string, score_before: number, score_after: number): JourneyStep => ({
  timestamp,
  score_before,
  score_after,
  type: 'page_view',
  title: null,
  page: '/',
  property: null,
  reason: null,
});

it('climbs in steps from the first event to the last', () => {
  const steps = [step('2026-11-21T09:30:00.000Z', 0, 50), step('2026-11-21T09:31:00.000Z', 50, 100)];
  expect(curve_points(steps, 300, 100)).toEqual([
    { x: 0, y: 100 },
    { x: 0, y: 50 },
    { x: 300, y: 50 },
    { x: 300, y: 0 },
  ]);
});

it('stays on the left when everything happened at once', () => {
  const steps = [step('2026-11-21T09:30:00.000Z', 0, 2), step('2026-11-21T09:30:00.000Z', 2, 12)];
  expect(curve_points(steps, 300, 100).every(({ x }) => x === 0)).toBe(true);
});
