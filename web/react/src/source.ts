/** Where answers come from: the server with a token, or a function of the app that asks in its own way. */

/** Answers the JSON at a path such as `/api/v1/sessions/active?limit=1`; rejects where there is none. */
export type Fetcher = (path: string, signal: AbortSignal) => Promise<unknown>;

export interface Source {
  /** The Sojourn server; the page's own unless set. */
  server?: string | undefined;
  /** A staff token, or for one's own history a signed user token. It is readable in the page: prefer `fetcher` elsewhere. */
  token?: string | undefined;
  /** Asks in place of `server` and `token`, for instance through the app's own backend. Keep it the same between renders. */
  fetcher?: Fetcher | undefined;
}

/** What the server answered in place of what was asked for. */
export class ServerError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export async function ask(
  { server = '', token, fetcher }: Source,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  if (fetcher) return fetcher(path, signal);
  const headers = { Accept: 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
  const answer = await fetch(server + path, { headers, signal });
  const body = await answer.json().catch(() => null);
  if (answer.ok) return body;
  throw new ServerError(
    answer.status,
    body?.detail ?? body?.title ?? `The server answered ${answer.status}.`,
  );
}
