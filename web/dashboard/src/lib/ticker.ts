import { useStore } from './store';

/** The time, once a second, from one timer that runs only while somebody looks. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

const ticker = {
  get: () => now,
  subscribe(listener: () => void) {
    if (!listeners.size) {
      now = Date.now();
      timer = setInterval(tick, 1000);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (!listeners.size) clearInterval(timer);
    };
  },
};

export const useNow = (): number => useStore(ticker);
