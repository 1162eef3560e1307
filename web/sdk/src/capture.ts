/** What the page tells by itself: views, routes, heartbeats, and leaving. */

import type { Settings } from './core';
import { page } from './origin';
import type { Stored } from './stored';
import type { Read } from './surroundings';
import type { Tracker } from './tracker';

declare global {
  interface Window {
    /** Not in every browser yet; the second part looks once a second. */
    navigation?: EventTarget;
  }
}

/** Answers what tells the page being viewed, if it is another than before. */
export function capture({ track, leave }: Tracker, { heartbeat }: Settings, read: Read<Stored>): () => void {
  let shown: string | undefined;
  const view = (): void => {
    if (shown !== page()) track('page_view', { page: page(), title: document.title }, !shown);
    shown = page();
  };

  // Routers set the title after the address, so the new page is looked at one turn later.
  self.navigation?.addEventListener('currententrychange', () => setTimeout(view));
  addEventListener('pagehide', leave);
  addEventListener('visibilitychange', () => document.hidden && leave());
  let seconds_in_view = 0;
  // Counted rather than waited for: the server may say at any time how often it wants to hear.
  setInterval(() => {
    if (!document.hidden && ++seconds_in_view >= (heartbeat || read()?.told?.heartbeat_interval || 300)) {
      seconds_in_view = 0;
      track('heartbeat');
    }
  }, 1000);
  view();
  return view;
}
