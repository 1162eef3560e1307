/** What the page tells by itself: views, routes, heartbeats, and leaving. */

import type { Settings } from './core';
import { page } from './origin';
import type { Tracker } from './tracker';

export function capture({ track, leave }: Tracker, { heartbeat = 300 }: Settings): void {
  let shown: string | undefined;
  const view = (): void => {
    if (shown !== page()) track('page_view', { page: page(), title: document.title }, !shown);
    shown = page();
  };

  /** Routers set the title after the address, so the new page is looked at one turn later. */
  const route = () => setTimeout(view);

  (['pushState', 'replaceState'] as const).forEach((name) => {
    const original = history[name];
    history[name] = (...args) => {
      route();
      original.apply(history, args);
    };
  });
  addEventListener('pagehide', leave);
  addEventListener('popstate', route);
  setInterval(() => document.hidden || track('heartbeat'), heartbeat * 1000);
  addEventListener('visibilitychange', () => document.hidden && leave());
  view();
}
