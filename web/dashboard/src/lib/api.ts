import { access, refuse_access } from './access';
import type { Shape } from './shape';

/** What the server answered in place of what was asked for. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** Asks with this tab's token, and checks the answer's shape. */
export async function get<Type>(path: string, shape: Shape<Type>, signal?: AbortSignal): Promise<Type> {
  const answer = await fetch(path, {
    headers: { Accept: 'application/json', Authorization: `Bearer ${access.get().token}` },
    ...(signal && { signal }),
  });
  if (answer.ok) return shape(await answer.json());
  if (answer.status === 401) refuse_access();
  const problem = await answer.json().catch(() => null);
  throw new ApiError(
    answer.status,
    problem?.detail ?? problem?.title ?? `The server answered ${answer.status}.`,
  );
}
