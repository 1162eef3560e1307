import { Store, useStore } from './store';

const path = new Store(window.location.pathname);
window.addEventListener('popstate', () => path.set(window.location.pathname));

export const usePath = (): string => useStore(path);

export function navigate(to: string): void {
  history.pushState(null, '', to);
  path.set(to);
}

export const journey_path = (id: string): string => `/live/journey/${encodeURIComponent(id)}`;

/** The visit whose journey the path names, if it does. */
export function journey_of(of_path: string): string | null {
  const id = of_path.match(/^\/live\/journey\/([^/]+)$/)?.[1];
  return id ? decodeURIComponent(id) : null;
}
