import { expect, it } from 'vitest';
import { type Board, board_of } from '../../lib/live-board';
import { counts, visit } from '../../testing/visits';
import { hold, longest_rise, no_rows, type Rows, settle } from './rows';

/** A board of visits in this order; the newest start first. */
function board(ids: string, { offset = 0, limit = 5, total = 20 } = {}): Board {
  const sessions = [...ids].map((id, index) =>
    visit(id, { start_time: new Date(1e12 - (offset + index) * 1000).toISOString() }),
  );
  return board_of({ sessions, counts: counts(total) }, 0, { sort: 'started', offset, limit });
}
const shown = ({ at }: Rows) =>
  [...at]
    .sort(([one], [other]) => one - other)
    .map(([index, row]) => `${index}${row.session.session_id}${row.is_gone ? '!' : ''}`)
    .join(' ');
const first = settle(no_rows, board('abcde'), false);

it('shows the part where it belongs', () => {
  expect(shown(settle(no_rows, board('abc', { offset: 10 }), false))).toBe('10a 11b 12c');
});

it('keeps rows of other parts as they were last told', () => {
  expect(shown(settle(first, board('fghij', { offset: 5 }), false))).toBe('0a 1b 2c 3d 4e 5f 6g 7h 8i 9j');
});

it('never shows a visit twice when the list has moved', () => {
  expect(shown(settle(first, board('efghi', { offset: 5 }), false))).toBe('0a 1b 2c 3d 5e 6f 7g 8h 9i');
});

it('marks who is new, unless only the part is', () => {
  expect([...settle(first, board('zabcd'), true).fresh]).toEqual(['z']);
  expect([...settle(first, board('fghij', { offset: 5 }), false).fresh]).toEqual([]);
});

it('holds the order while somebody points at it, and counts what waits', () => {
  const held = hold(first, board('zabcd'));
  expect(shown(held)).toBe('0a 1b 2c 3d 4e!');
  expect(held.waiting).toBe(2);
});

it('counts a visit that moved once', () => {
  expect(hold(first, board('eabcd')).waiting).toBe(1);
  expect(shown(hold(first, board('eabcd')))).toBe('0a 1b 2c 3d 4e');
});

it('shows new values in held rows', () => {
  const next = board('abcde');
  const changed = { ...next, sessions: next.sessions.map((one) => ({ ...one, page_views: 7 })) };
  expect([...hold(first, changed).at.values()].every(({ session }) => session.page_views === 7)).toBe(true);
});

it('fills rows that were never shown, even while it holds', () => {
  const held = hold(first, board('cdefg', { offset: 2 }));
  expect(shown(held)).toBe('0a 1b 2c 3d 4e 5f 6g');
  expect(held.waiting).toBe(0);
});

it('catches up when told', () => {
  const next = board('zabcd');
  expect(shown(settle(hold(first, next), next, true))).toBe('0z 1a 2b 3c 4d');
});

it.each([
  [[], 0],
  [[1, 2, 3], 3],
  [[3, 1, 2], 2],
  [[4, 3, 2, 1], 1],
  [[0, 8, 4, 12, 2, 10], 3],
])('finds the longest rise of %j', (indexes, length) => {
  expect(longest_rise(indexes)).toBe(length);
});
