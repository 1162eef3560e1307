import type { Change, Counts, LiveFilter, LiveSession, LiveSort, Snapshot } from '../../../protocol/live';

/** A visit with the moment it was told, from which its duration goes on ticking. */
export interface BoardSession extends LiveSession {
  told_at: number;
}

/** Everything the panel shows, as one immutable value. */
export interface Board {
  seq: number;
  epoch: string;
  /** In the order of the filter, beginning at its offset. */
  sessions: readonly BoardSession[];
  counts: Counts;
  filter: LiveFilter;
}

/** The page everyone begins with: who came last. */
export const newest: LiveFilter = { limit: 5, sort: 'started' };

export interface BoardPart {
  sessions: LiveSession[];
  counts: Counts;
  seq?: number;
  epoch?: string;
}

export function board_of(part: BoardPart, now: number, filter: LiveFilter = newest): Board {
  const { sessions, counts, seq = 0, epoch = '' } = part;
  const told = sessions.map((one) => ({ ...one, told_at: now }));
  return { seq, epoch, counts, filter, sessions: sorted(told, filter.sort) };
}

/** The board after a message. Messages up to the board's own number were seen before and change nothing. */
export function apply_message(
  board: Board | undefined,
  message: Snapshot | Change,
  now: number,
  filter: LiveFilter = board?.filter ?? newest,
): Board | undefined {
  if (message.type === 'snapshot') return board_of(message, now, filter);
  if (!board || message.seq <= board.seq) return board;
  const { seq, counts, ended, started, changed } = message;
  if (!ended.length && !started.length && !changed.length) return { ...board, seq, counts };
  const by_id = new Map(board.sessions.map((one) => [one.session_id, one]));
  for (const { session_id } of ended) by_id.delete(session_id);
  for (const one of [...started, ...changed]) by_id.set(one.session_id, { ...one, told_at: now });
  return { ...board, seq, counts, sessions: sorted([...by_id.values()], board.filter.sort) };
}

const keys: Record<LiveSort, (session: LiveSession) => string | number> = {
  started: (session) => session.start_time,
  score: (session) => session.behavioral_score,
  activity: (session) => session.last_activity,
};

/** Highest first; the id decides between equals, so that the order never depends on chance. */
function sorted(sessions: BoardSession[], sort: LiveSort): BoardSession[] {
  const key = keys[sort];
  return sessions.sort((one, other) => {
    const [mine, theirs] = [key(one), key(other)];
    if (mine !== theirs) return mine < theirs ? 1 : -1;
    return one.session_id < other.session_id ? 1 : -1;
  });
}
