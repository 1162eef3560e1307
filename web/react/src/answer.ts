import { useCallback, useEffect, useState } from 'react';
import { ask, type Source } from './source';

/** An answer on its way, here, or missing. What was there last stays while the next one comes or fails. */
export interface Answer<Value> {
  status: 'loading' | 'ready' | 'error';
  value: Value | undefined;
  error: Error | undefined;
  /** Asks again, now. */
  retry: () => void;
}

interface State<Value> extends Omit<Answer<Value>, 'retry'> {
  path: string;
}

const loading = { status: 'loading' as const, value: undefined, error: undefined };

/** What is known of this path; nothing yet where the last answer was to another. */
const of_path = <Value>(state: State<Value>, path: string): State<Value> =>
  state.path === path ? state : { ...loading, path };

const failing_seconds_max = 300;

/** Waits twice as long after each failure in a row. */
export const wait_seconds = (every: number, failures: number): number =>
  Math.max(every, Math.min(every * 2 ** failures, failing_seconds_max));

/**
 * Asks for a path, and again every so many seconds while somebody looks at the page. `shape` takes the answer apart
 * once, and throws where it is not what was asked for; it must stay the same between renders.
 */
export function useAnswer<Value>(
  { server, token, fetcher }: Source,
  path: string,
  shape: (body: unknown) => Value,
  every?: number,
): Answer<Value> {
  const [state, set_state] = useState<State<Value>>({ ...loading, path });
  const [round, set_round] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let is_asking = false;

    const next = async (): Promise<void> => {
      if (is_asking || document.hidden) return;
      is_asking = true;
      clearTimeout(timer);
      try {
        const value = shape(await ask({ server, token, fetcher }, path, leaving.signal));
        failures = 0;
        if (!leaving.signal.aborted) set_state({ path, status: 'ready', value, error: undefined });
      } catch (error) {
        failures += 1;
        if (!leaving.signal.aborted)
          set_state((before) => ({ ...of_path(before, path), status: 'error', error: error as Error }));
      }
      is_asking = false;
      if (every && !leaving.signal.aborted) timer = setTimeout(next, wait_seconds(every, failures) * 1000);
    };

    set_state((before) => (before.status === 'error' ? { ...before, status: 'loading' } : before));
    next();
    document.addEventListener('visibilitychange', next, leaving);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [server, token, fetcher, path, shape, every, round]);

  const retry = useCallback(() => set_round((count) => count + 1), []);
  const { status, value, error } = of_path(state, path);
  return { status, value, error, retry };
}
