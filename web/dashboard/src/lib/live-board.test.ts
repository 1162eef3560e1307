import { expect, it } from 'vitest';
import { change, counts, snapshot, visit } from '../testing/visits';
import { apply_message } from './live-board';

const ids = (board: ReturnType<typeof apply_message>) => board?.sessions.map((one) => one.session_id);
const begun = (...sessions: ReturnType<typeof visit>[]) =>
  apply_message(undefined, snapshot(10, sessions), 0);

it('lists the newest start first', () => {
  const older = visit('older', { start_time: '2026-11-21T09:00:00.000Z' });
  expect(ids(begun(older, visit('newer')))).toEqual(['newer', 'older']);
});

it('applies ended, then started, then changed, whatever the type says', () => {
  const board = apply_message(
    begun(visit('a'), visit('b')),
    change(11, {
      type: 'ended',
      ended: [{ session_id: 'a', reason: 'displaced' }],
      started: [visit('a', { page_views: 1 })],
      changed: [visit('a', { page_views: 7 })],
      counts: counts(2),
    }),
    0,
  );
  expect(ids(board)?.sort()).toEqual(['a', 'b']);
  expect(board?.sessions.find((one) => one.session_id === 'a')?.page_views).toBe(7);
});

it('ignores what it has seen before', () => {
  const board = begun(visit('a'));
  expect(apply_message(board, change(10, { ended: [{ session_id: 'a', reason: 'timeout' }] }), 0)).toBe(
    board,
  );
});

it('keeps the cards when only the counts move', () => {
  const board = begun(visit('a'));
  const next = apply_message(board, change(11, { type: 'counts', counts: counts(900) }), 0);
  expect(next?.sessions).toBe(board?.sessions);
  expect(next?.counts.total_count).toBe(900);
});

it('begins anew with a snapshot, even one with a lower number', () => {
  expect(ids(apply_message(begun(visit('a')), snapshot(1, [visit('z')], 'e2'), 0))).toEqual(['z']);
});

it('can do nothing with changes before a snapshot', () => {
  expect(apply_message(undefined, change(5, { started: [visit('a')] }), 0)).toBeUndefined();
});

it('keeps the order that was asked for', () => {
  const by_score = { limit: 5, sort: 'score' } as const;
  const [low, high] = [visit('low', { behavioral_score: 3 }), visit('high', { behavioral_score: 80 })];
  const board = apply_message(undefined, snapshot(1, [low, high]), 0, by_score);
  expect(ids(board)).toEqual(['high', 'low']);
  const raised = change(2, { changed: [visit('low', { behavioral_score: 99 })] });
  expect(ids(apply_message(board, raised, 0))).toEqual(['low', 'high']);
});
