import { useEffect, useRef, useState } from 'react';
import type { BoardSession } from '../../lib/live-board';

export const leaving_ms = 320;

export interface Shown {
  session: BoardSession;
  is_leaving: boolean;
}

/** The listed visits, and for a moment those that just left, each still in its place. */
export function useLeaving(sessions: readonly BoardSession[]): Shown[] {
  const [shown, set_shown] = useState<Shown[]>(() => sessions.map(staying));
  const [known, set_known] = useState(sessions);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  if (sessions !== known) {
    set_known(sessions);
    set_shown(merge(shown, sessions));
  }

  useEffect(() => {
    clearTimeout(timer.current);
    if (shown.some((one) => one.is_leaving))
      timer.current = setTimeout(() => set_shown((now) => now.filter((one) => !one.is_leaving)), leaving_ms);
    return () => clearTimeout(timer.current);
  }, [shown]);

  return shown;
}

const staying = (session: BoardSession): Shown => ({ session, is_leaving: false });

/** Visits that left keep their index, so that nothing jumps while they fade. */
export function merge(shown: Shown[], sessions: readonly BoardSession[]): Shown[] {
  const ids = new Set(sessions.map((one) => one.session_id));
  const before = new Map(shown.map((one) => [one.session.session_id, one]));
  const merged = sessions.map((session) => {
    const known = before.get(session.session_id);
    return known?.session === session && !known.is_leaving ? known : staying(session);
  });
  shown.forEach((one, index) => {
    if (!ids.has(one.session.session_id)) merged.splice(index, 0, { ...one, is_leaving: true });
  });
  return merged;
}
