import type { Session } from '../../protocol/visits';
import { type Answer, useAnswer } from './answer';
import { sessions_shape } from './sessions-shape';
import type { Source } from './source';

export interface SessionHistoryOptions extends Source {
  /** 10 unless set. */
  limit?: number | undefined;
}

const shape = (body: unknown): Session[] => sessions_shape(body).sessions;

/** One user's visits, newest first. For staff, or with a signed user token for that user. */
export function useSessionHistory(
  user_id: string,
  { limit = 10, ...source }: SessionHistoryOptions = {},
): Answer<Session[]> {
  return useAnswer(
    source,
    `/api/v1/sessions/user/${encodeURIComponent(user_id)}/history?limit=${limit}`,
    shape,
  );
}
