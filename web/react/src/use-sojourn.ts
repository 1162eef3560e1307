import { createContext, useCallback, useContext } from 'react';
import type { Sojourn } from '../../sdk/sojourn';

export const SojournContext = createContext<Sojourn | undefined>(undefined);

/** For pages that have the script tag in place of `<SessionTracker>`. Does nothing where there is neither. */
const of_page = ((...values: unknown[]) => {
  if (typeof window !== 'undefined')
    (window.sojourn as ((...values: unknown[]) => void) | undefined)?.(...values);
}) as Sojourn;

/** The tracker's one function: `sojourn('track', 'search', { query })`, `identify`, `end`, `consent`. Always the same one. */
export const useSojourn = (): Sojourn => useContext(SojournContext) ?? of_page;

/** `const track = useTrackEvent(); track('search', { query });` */
export function useTrackEvent(): (type: string, data?: Record<string, unknown>) => void {
  const sojourn = useSojourn();
  return useCallback((type, data) => sojourn('track', type, data), [sojourn]);
}
