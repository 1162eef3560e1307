import { expect, it } from 'vitest';
import { visit } from '../testing/visits';
import { covered, type Overlay } from './overlays';

const overlay = (is_settled: boolean): Overlay => ({ part: { page_views: 9 }, at: 1000, is_settled });

it('shows what was asked for until the server has answered, however much it says meanwhile', () => {
  expect(covered(visit('a'), 5000, overlay(false)).page_views).toBe(9);
});

it('gives way to what the server said afterwards', () => {
  expect(covered(visit('a'), 500, overlay(true)).page_views).toBe(9);
  expect(covered(visit('a'), 5000, overlay(true)).page_views).toBe(1);
});

it('leaves a visit alone that nothing was done with', () => {
  const one = visit('a');
  expect(covered(one, 0, undefined)).toBe(one);
});
