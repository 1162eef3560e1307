import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { access, refuse_access } from './access';
import type { Shape } from './shape';

/** What the server answered in place of what was asked for. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: { pointer: string; detail: string }[];

  constructor(status: number, detail: string, errors: { pointer: string; detail: string }[] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** A path with its query; what is empty stays away. */
export function address_of(path: string, query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  const search = params.toString();
  return search ? `${path}?${search}` : path;
}

/** Asks with this tab's token, and checks the answer's shape. */
export const get = <Type>(path: string, shape: Shape<Type>, signal?: AbortSignal): Promise<Type> =>
  ask(path, shape, signal ? { signal } : {});

interface Sent<Type> {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  shape: Shape<Type>;
  /** The same key twice does a thing once. */
  key?: string;
}

export const send = <Type>({ method, path, body, shape, key }: Sent<Type>): Promise<Type> =>
  ask(path, shape, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { 'Content-Type': 'application/json', ...(key && { 'Idempotency-Key': key }) },
  });

async function ask<Type>(path: string, shape: Shape<Type>, init: RequestInit): Promise<Type> {
  const answer = await fetch(path, {
    ...init,
    headers: { Accept: 'application/json', Authorization: `Bearer ${access.get().token}`, ...init.headers },
  });
  if (answer.ok) return shape(await answer.json().catch(() => ({})));
  if (answer.status === 401) refuse_access();
  const problem = await answer.json().catch(() => null);
  throw new ApiError(
    answer.status,
    problem?.detail ?? problem?.title ?? `The server answered ${answer.status}.`,
    Array.isArray(problem?.errors) ? problem.errors : [],
  );
}

interface GetOptions {
  is_on?: boolean;
  refresh_ms?: number | false;
  /** Shows the last answer while the next one is on its way. */
  keeps?: boolean;
}

/** An answer by its address, kept and shared by everyone who asks for the same. */
export const useGet = <Type>(
  path: string,
  shape: Shape<Type>,
  { is_on = true, refresh_ms = false, keeps = false }: GetOptions = {},
): UseQueryResult<Type> =>
  useQuery<Type>({
    queryKey: [path],
    queryFn: ({ signal }) => get(path, shape, signal),
    enabled: is_on,
    refetchInterval: refresh_ms,
    ...(keeps && { placeholderData: keepPreviousData }),
  }) as UseQueryResult<Type>;

/** Saves an answer as a file. */
export async function download(path: string, name: string): Promise<void> {
  const answer = await fetch(path, { headers: { Authorization: `Bearer ${access.get().token}` } });
  if (!answer.ok) throw new ApiError(answer.status, `The server answered ${answer.status}.`);
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
