import { duration } from '../../lib/format';
import type { BoardSession } from '../../lib/live-board';
import { useNow } from '../../lib/ticker';

/** Goes on counting from what the server last said, so a wrong clock here does no harm. */
export function TickingDuration({ session }: { session: BoardSession }) {
  const since = Math.max(0, useNow() - session.told_at) / 1000;
  return <time>{duration(session.session_duration + since)}</time>;
}
