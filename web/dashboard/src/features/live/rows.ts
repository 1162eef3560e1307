/**
 * Which visit stands in which row. While somebody points at the list nothing may move: values change in place, and
 * what would move waits. Rows beyond the part that the server tells stay as they were last told.
 */

import type { Board, BoardSession } from '../../lib/live-board';

export interface Row {
  session: BoardSession;
  /** No longer in the list, shown until the reader looks away. */
  is_gone: boolean;
}

export interface Rows {
  at: ReadonlyMap<number, Row>;
  total: number;
  /** Changes of the order that wait. */
  waiting: number;
  /** Visits that were not in this part before. */
  fresh: ReadonlySet<string>;
}

export const no_rows: Rows = { at: new Map(), total: 0, waiting: 0, fresh: new Set() };

/** How far from the told part old rows are kept. */
const kept_max = 400;

const staying = (session: BoardSession): Row => ({ session, is_gone: false });
const first_of = (board: Board): number => board.filter.offset ?? 0;

/** The order as the server tells it. */
export function settle(rows: Rows, board: Board, is_same_part: boolean): Rows {
  const first = first_of(board);
  const total = board.counts.total_count;
  const told = new Set(board.sessions.map((one) => one.session_id));
  const known = new Set([...rows.at.values()].map((row) => row.session.session_id));
  const at = new Map<number, Row>();
  for (const [index, row] of rows.at) {
    const is_outside = index < first || index >= first + board.filter.limit;
    const is_near = Math.abs(index - first) <= kept_max && index < total;
    if (is_outside && is_near && !row.is_gone && !told.has(row.session.session_id)) at.set(index, row);
  }
  board.sessions.forEach((session, index) => {
    at.set(first + index, staying(session));
  });
  const fresh = is_same_part ? new Set([...told].filter((id) => !known.has(id))) : new Set<string>();
  return { at, total, waiting: 0, fresh };
}

/** The order as it was shown, with the newest values. Rows that were never shown fill up with what is new. */
export function hold(rows: Rows, board: Board): Rows {
  const first = first_of(board);
  const end = first + board.filter.limit;
  const index_of = new Map([...rows.at].map(([index, row]) => [row.session.session_id, index]));
  const told = new Set(board.sessions.map((one) => one.session_id));
  const at = new Map(rows.at);
  const shown_order: number[] = [];
  let waiting = 0;
  let free = first;

  for (const session of board.sessions) {
    const index = index_of.get(session.session_id);
    if (index !== undefined) {
      at.set(index, staying(session));
      shown_order.push(index);
      continue;
    }
    while (at.has(free) && free < end) free += 1;
    if (free < end && free < board.counts.total_count) at.set(free, staying(session));
    else waiting += 1;
  }
  for (const [index, row] of at) {
    if (index < first || index >= end || told.has(row.session.session_id)) continue;
    at.set(index, { ...row, is_gone: true });
    waiting += 1;
  }
  waiting += shown_order.length - longest_rise(shown_order);
  const total = Math.max(board.counts.total_count, rows.total);
  return { at, total, waiting, fresh: new Set() };
}

/** How many of these could stay where they are if the others moved. */
export function longest_rise(indexes: readonly number[]): number {
  const ends: number[] = [];
  for (const index of indexes) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    ends[low] = index;
  }
  return ends.length;
}
