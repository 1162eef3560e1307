/** What the tracker asks of the browser, as plain functions that tests replace. */

export type Read<Value> = () => Value | undefined;
export type Write<Value> = (value?: Value) => void;
export type Lock = (work: () => void) => unknown;
export type Post = (
  url: string,
  body: string,
) => Promise<[status?: number | undefined, retry_after?: string | null | undefined, answer?: unknown]>;

/** Browsers refuse more than 64 KiB on requests that outlive their page; a character may take three bytes. */
const keepalive_characters_max = 20_000;

/** One value that is kept over page loads. Where storage is denied, full or not wanted, an object stands in for it. */
export function storage<Value>(name: string, kind?: string): [Read<Value>, Write<Value>] {
  let place: Record<string, string> = {};
  try {
    if (kind !== 'none') place = localStorage;
  } catch {}
  return [
    () => {
      try {
        return JSON.parse(place[name] as string);
      } catch {}
    },
    (value) => {
      const text = JSON.stringify(value);
      try {
        // What has not changed is not written: it may be older than what another tab is just writing.
        if (place[name] !== text) {
          if (text) place[name] = text;
          else delete place[name];
        }
      } catch {
        place = { [name]: text };
      }
    },
  ];
}

/** How long a write to localStorage may take to reach the processes of other tabs. */
const spread_ms = 20;

/** Runs the work while no other tab of this browser runs its own, and sees what the one before has written. */
export const tab_lock =
  (name: string): Lock =>
  (work) =>
    navigator.locks
      ?.request(name, () => new Promise((done) => setTimeout(done, spread_ms, work())))
      .catch(work) ?? work();

/** Never rejects: no status stands for "no answer". Text needs no preflight. */
export const post: Post = (url, body) =>
  fetch(url, { method: 'POST', body, keepalive: !body[keepalive_characters_max] }).then(
    async (answer) => [answer.status, answer.headers.get('retry-after'), await answer.json().catch(() => {})],
    () => [],
  );
