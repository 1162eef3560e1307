import type { Counts, LiveSession, ServerMessage } from '../../../protocol/live';

/** A visit with the moment it was told, from which its duration goes on ticking. */
export interface BoardSession extends LiveSession {
  told_at: number;
}

/** Everything the panel shows, as one immutable value. */
export interface Board {
  seq: number;
  epoch: string;
  sessions: readonly BoardSession[];
  counts: Counts;
}

export function board_of(sessions: LiveSession[], counts: Counts, now: number, seq = 0, epoch = ''): Board {
  return { seq, epoch, counts, sessions: newest_first(sessions.map((one) => ({ ...one, told_at: now }))) };
}

/** The board after a message. Messages up to the board's own number were seen before and change nothing. */
export function apply_message(
  board: Board | undefined,
  message: ServerMessage,
  now: number,
): Board | undefined {
  if (message.type === 'snapshot')
    return board_of(message.sessions, message.counts, now, message.seq, message.epoch);
  if (!board || message.seq <= board.seq) return board;
  const { seq, counts, ended, started, changed } = message;
  if (!ended.length && !started.length && !changed.length) return { ...board, seq, counts };
  const by_id = new Map(board.sessions.map((one) => [one.session_id, one]));
  for (const { session_id } of ended) by_id.delete(session_id);
  for (const one of [...started, ...changed]) by_id.set(one.session_id, { ...one, told_at: now });
  return { ...board, seq, counts, sessions: newest_first([...by_id.values()]) };
}

function newest_first(sessions: BoardSession[]): BoardSession[] {
  return sessions.sort((one, other) => (one.start_time < other.start_time ? 1 : -1));
}
