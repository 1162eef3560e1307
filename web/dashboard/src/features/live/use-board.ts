import { useMemo } from 'react';
import type { LiveFilter } from '../../../../protocol/live';
import { address_of, useGet } from '../../lib/api';
import { http_filter, useLive } from '../../lib/live';
import { type Board, type BoardSession, board_of, newest } from '../../lib/live-board';
import type { LiveStatus } from '../../lib/live-connection';
import { useParams } from '../../lib/navigation';
import { covered, useOverlays } from '../../lib/overlays';
import { useSite } from '../../lib/site';
import { past_answer } from '../../lib/wire';

export interface View {
  status: LiveStatus | 'past';
  board: Board | undefined;
  /** The moment that is shown, when it is not now. */
  at: string | null;
  poll_ms: number;
  retry(): void;
}

/** The visits that a filter names: now, or at the past moment that the address names. */
export function useBoard(filter: LiveFilter = newest): View {
  const at = useParams().get('at');
  const live = useLive(filter);
  const past = usePast(at, filter);
  const board = useCovered(at ? past.board : live.board);
  if (!at) return { ...live, board, at };
  const status = board ? 'past' : past.is_failed ? 'failed' : 'connecting';
  return { status, board, at, poll_ms: live.poll_ms, retry: past.retry };
}

function usePast(at: string | null, filter: LiveFilter) {
  const { site_id: site } = useSite();
  const path = address_of('/api/admin/sessions/at', { site, time: at, ...http_filter(filter) });
  const { data, isError, refetch } = useGet(path, past_answer, { is_on: !!at, keeps: true });
  const board = useMemo(() => {
    if (!data) return undefined;
    const { sessions, time: _, ...counts } = data;
    // Durations of the past do not tick.
    return board_of({ sessions, counts }, Number.POSITIVE_INFINITY, filter);
  }, [data, filter]);
  return { board, is_failed: isError, retry: () => void refetch() };
}

/** With what we just did to visits, which the server may not have told yet. */
function useCovered(board: Board | undefined): Board | undefined {
  const overlays = useOverlays();
  return useMemo(() => {
    if (!board || overlays.size === 0) return board;
    const sessions = board.sessions.map(
      (one): BoardSession => covered(one, one.told_at, overlays.get(one.session_id)),
    );
    return { ...board, sessions };
  }, [board, overlays]);
}
