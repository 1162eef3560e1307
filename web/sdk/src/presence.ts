/** Whether somebody looks at this tab. */

import type { Tab } from '../../protocol/visits';
import type { Watch } from './watch';

/** In view, but without input for this long. */
export const idle_ms = 60_000;

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll', 'touchstart', 'click'];

/** Keeps `tab.state` true, and says when it changes. A page in the browser's cache is closed until it is shown again. */
export function watch_tab({ listen, every_second }: Watch, tab: Tab, changed: () => void): void {
  let input = Date.now();
  let is_closed = false;
  const look = (): void => {
    const is_idle = Date.now() - input >= idle_ms;
    const state = is_closed ? 'closed' : document.hidden ? 'hidden' : is_idle ? 'idle' : 'visible';
    if (state === tab.state) return;
    tab.state = state;
    changed();
  };
  const active = (): void => {
    input = Date.now();
    look();
  };
  for (const type of inputs) listen(type, active);
  listen('visibilitychange', active, document);
  listen('pagehide', () => {
    is_closed = true;
    look();
  });
  listen('pageshow', () => {
    is_closed = false;
    active();
  });
  every_second(look);
}
