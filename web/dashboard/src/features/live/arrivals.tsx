import { useEffect, useRef, useState } from 'react';
import { counted } from '../../lib/format';
import type { BoardSession } from '../../lib/live-board';

/** Said at most so often, however many arrive. */
export const announce_ms = 10_000;

/** Tells a screen reader politely that visitors arrived. */
export function Arrivals({ sessions }: { sessions: readonly BoardSession[] }) {
  const known = useRef(new Set(sessions.map((one) => one.session_id)));
  const arrived = useRef(0);
  const [words, set_words] = useState('');

  useEffect(() => {
    for (const { session_id } of sessions) {
      if (known.current.has(session_id)) continue;
      known.current.add(session_id);
      arrived.current += 1;
    }
  }, [sessions]);

  useEffect(() => {
    const timer = setInterval(() => {
      set_words(arrived.current ? `${counted(arrived.current, 'new visit')}.` : '');
      arrived.current = 0;
    }, announce_ms);
    return () => clearInterval(timer);
  }, []);

  return (
    <p className="sr-only" aria-live="polite">
      {words}
    </p>
  );
}
