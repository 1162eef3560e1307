import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import { ApiError, address_of, send } from '../../lib/api';
import { cover, uncover } from '../../lib/overlays';
import { flag, maybe, object, text } from '../../lib/shape';
import { useSite } from '../../lib/site';
import { say } from '../../lib/toasts';
import { staff } from '../../lib/wire';
import type { Act } from './acts';

const answer = object({
  staff: maybe(staff),
  lane_reason: maybe(text),
  lead_id: maybe(text),
  is_anonymous: maybe(flag),
});

export const act_path = (site: string, session_id: string, path: string): string =>
  address_of(`/api/admin/sessions/${encodeURIComponent(session_id)}/${path}`, { site });

/** Shows an act at once, sends it, and takes it back where the server refuses. */
export function useAct(): (act: Act) => Promise<boolean> {
  const { site_id } = useSite();
  const queries = useQueryClient();
  return useCallback((act) => perform(act, site_id, queries), [site_id, queries]);
}

async function perform(act: Act, site: string, queries: QueryClient): Promise<boolean> {
  const { session_id, path, body, part, said, undo } = act;
  cover(session_id, part);
  try {
    const told = await send({ method: 'POST', path: act_path(site, session_id, path), body, shape: answer });
    const known: Partial<LiveSession> = {
      ...(told.staff && 'staff' in part && { staff: told.staff }),
      ...(told.lead_id && { lead_id: told.lead_id }),
      ...(told.is_anonymous !== null && { is_anonymous: told.is_anonymous }),
    };
    cover(session_id, known, true);
    say(said, 'good', undo && { word: 'Undo', run: () => void perform(undo, site, queries) });
    void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).includes(session_id) });
    return true;
  } catch (error) {
    uncover(session_id);
    say(refusal(error), 'bad');
    return false;
  }
}

export function refusal(error: unknown): string {
  if (error instanceof ApiError && error.status === 409) return `A colleague was first: ${error.message}`;
  return error instanceof Error ? error.message : 'That did not work.';
}
