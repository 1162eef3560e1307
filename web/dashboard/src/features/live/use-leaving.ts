import { useEffect, useRef, useState } from 'react';
import type { Row } from './rows';

export const leaving_ms = 320;

export interface Shown extends Row {
  is_leaving: boolean;
}

/** The listed visits, and for a moment those that just left, each still in its place. */
export function useLeaving(rows: readonly Row[]): Shown[] {
  const [shown, set_shown] = useState<Shown[]>(() => rows.map(staying));
  const [known, set_known] = useState(rows);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  if (!is_same(rows, known)) {
    set_known(rows);
    set_shown(merge(shown, rows));
  }

  useEffect(() => {
    clearTimeout(timer.current);
    if (shown.some((one) => one.is_leaving))
      timer.current = setTimeout(() => set_shown((now) => now.filter((one) => !one.is_leaving)), leaving_ms);
    return () => clearTimeout(timer.current);
  }, [shown]);

  return shown;
}

const staying = (row: Row): Shown => ({ ...row, is_leaving: false });

const is_same = (rows: readonly Row[], others: readonly Row[]): boolean =>
  rows.length === others.length &&
  rows.every(
    (row, index) => row.session === others[index]?.session && row.is_gone === others[index]?.is_gone,
  );

/** Visits that left keep their index, so that nothing jumps while they fade. */
export function merge(shown: Shown[], rows: readonly Row[]): Shown[] {
  const ids = new Set(rows.map((one) => one.session.session_id));
  const merged = rows.map(staying);
  shown.forEach((one, index) => {
    if (!ids.has(one.session.session_id)) merged.splice(index, 0, { ...one, is_leaving: true });
  });
  return merged;
}
