/** Where we are is in the address, all of it: the page, its filters, the open journey. */

import { useMemo } from 'react';
import { Store, useStore } from './store';

export interface Address {
  path: string;
  search: string;
}

const here = (): Address => ({ path: window.location.pathname, search: window.location.search });
const address = new Store<Address>(here());
window.addEventListener('popstate', () => address.set(here()));

export const useAddress = (): Address => useStore(address);
export const usePath = (): string => useAddress().path;

export function useParams(): URLSearchParams {
  const { search } = useAddress();
  return useMemo(() => new URLSearchParams(search), [search]);
}

export function navigate(to: string): void {
  history.pushState(null, '', to);
  address.set(here());
}

/** Without a step in the history: for what changes while one types or drags. */
export function replace(to: string): void {
  history.replaceState(null, '', to);
  address.set(here());
}

export type ParamChanges = Record<string, string | number | null | undefined>;

/** The same page with some parameters changed; empty ones go. */
export function with_params(changes: ParamChanges, from: Address = here()): string {
  const params = new URLSearchParams(from.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') params.delete(name);
    else params.set(name, String(value));
  }
  const search = params.toString();
  return search ? `${from.path}?${search}` : from.path;
}

export const set_params = (changes: ParamChanges): void => replace(with_params(changes));

const journey_end = /\/journey\/([^/]+)$/;

/** The page below an open journey. */
export const page_of = (path: string): string => path.replace(journey_end, '');

/** The journey of a visit, above the page that is open. */
export function journey_path(id: string): string {
  const { path, search } = here();
  const page = page_of(path);
  return `${page === '/' || page === '' ? '/live' : page}/journey/${encodeURIComponent(id)}${search}`;
}

/** What a journey leaves behind when it closes: the page, without the journey's own parameters. */
export function close_journey(): void {
  const { path, search } = here();
  navigate(with_params({ tab: null, step: null }, { path: page_of(path) || '/live', search }));
}

/** The visit whose journey the path names, if it does. */
export function journey_of(path: string): string | null {
  const id = path.match(journey_end)?.[1];
  return id ? decodeURIComponent(id) : null;
}
