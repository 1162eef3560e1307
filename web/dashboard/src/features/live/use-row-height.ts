import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 56rem)');
const subscribe = (listener: () => void) => {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
};

export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);

/** Rows have one height, so that the list knows its length before it knows its rows. */
export const useRowHeight = (): number => (useIsNarrow() ? 162 : 92);
