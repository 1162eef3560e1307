import { useMemo, useRef, useState } from 'react';
import type { Board } from '../../lib/live-board';
import { hold, no_rows, type Rows, settle } from './rows';

interface HeldRows extends Rows {
  show_changes(): void;
}

/** The rows of a list that keeps still while `is_held`. Another filter begins anew. */
export function useRows(board: Board | undefined, is_held: boolean): HeldRows {
  const [asked, set_asked] = useState(0);
  const last = useRef({ rows: no_rows, what: '', part: '', asked: 0, is_new: true });
  const rows = useMemo(() => {
    const before = last.current;
    if (!board) return before.rows;
    const { offset = 0, limit, ...what } = board.filter;
    const now = { what: JSON.stringify(what), part: `${offset} ${limit}`, asked };
    const is_same = now.what === before.what;
    const is_kept = is_held && is_same && asked === before.asked;
    const base = is_same ? before.rows : no_rows;
    const next = is_kept ? hold(base, board) : settle(base, board, is_same && now.part === before.part);
    last.current = { ...now, rows: next, is_new: false };
    return next;
  }, [board, is_held, asked]);
  return { ...rows, show_changes: () => set_asked((count) => count + 1) };
}
