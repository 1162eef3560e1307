import type { Session } from '../../protocol/visits';
import { type Answer, useAnswer } from './answer';
import { sessions_shape } from './sessions-shape';
import type { Source } from './source';

export interface ActiveSessionsOptions extends Source {
  /** The site's id. */
  site: string;
  /** Visits that are listed, newest first; the count is over all of them. 50 unless set. */
  limit?: number | undefined;
  /** Seconds between questions. 10 unless set. Nothing is asked while the page is hidden. */
  every?: number | undefined;
}

export interface ActiveSessions {
  count: number;
  sessions: Session[];
}

const shape = (body: unknown): ActiveSessions => {
  const { sessions, total_count } = sessions_shape(body);
  return { sessions, count: total_count ?? sessions.length };
};

/** The visits that are going on. */
export function useActiveSessions({
  site,
  limit = 50,
  every = 10,
  ...source
}: ActiveSessionsOptions): Answer<ActiveSessions> {
  const query = new URLSearchParams({ site, limit: `${limit}` });
  return useAnswer(source, `/api/v1/sessions/active?${query}`, shape, every);
}
