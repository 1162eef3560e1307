/** The second part: what happens on a page beyond its view, who looks at it, and what staff show on it. */

import type { Tab } from '../../protocol/visits';
import {
  watch_clicks,
  watch_dead_clicks,
  watch_errors,
  watch_failing_forms,
  watch_rage,
  watch_scrolling,
} from './behaviour';
import { show_cards } from './cards';
import type { Begun, Settings } from './core';
import { watch_events, watch_property, watch_views, watch_workflows } from './declared';
import { secret } from './ids';
import { PageConnection } from './page-connection';
import { watch_tab } from './presence';
import type { Stored, Visit } from './stored';
import { idle_seconds } from './tracker';
import { create_watch } from './watch';

/** What watches for each tracker of this page, so that a second consent does not watch twice. */
const watching = new WeakMap<Settings, AbortController>();

/** The visit that is going on, once the server knows it. */
function visit_of(stored: Stored | undefined): Visit | undefined {
  if (!stored?.visit || stored.visit.start) return;
  const is_alive = Date.now() - stored.seen < (stored.told?.idle_timeout || idle_seconds) * 1000;
  return is_alive ? stored.visit : undefined;
}

export function watch_page(...[tracker, settings, read, early, view]: Begun): void {
  watching.get(settings)?.abort();
  const control = new AbortController();
  watching.set(settings, control);
  const watch = create_watch((type, data) => tracker.track(type, data), control.signal);
  const { listen, every_second } = watch;

  watch_errors(watch);
  watch_events(watch);
  watch_workflows(watch);
  watch_property(watch);
  watch_views(watch);
  watch_clicks(watch);
  watch_rage(watch);
  watch_dead_clicks(watch);
  watch_failing_forms(watch);
  watch_scrolling(watch);

  const tab: Tab = { id: secret().slice(0, 16), state: 'visible' };
  settings.tab = tab;
  const url = new URL('/ws/page', settings.api).href.replace(/^http/, 'ws');
  const connection = new PageConnection({
    url,
    tab,
    receive(message) {
      if (message.type === 'card') take_card(message);
    },
  });
  const take_card = show_cards(watch, tracker.update, (delivery_id, state) =>
    connection.report({ type: 'card', delivery_id, state }),
  );
  let announced: string | undefined;
  const follow = (): void => {
    const visit = visit_of(read());
    connection.follow(visit);
    if (!visit || visit.session_id === announced) return;
    const { session_id, session_key } = visit;
    announced = session_id;
    // For pages whose own server adds events to the visit.
    dispatchEvent(new CustomEvent('sojourn:visit', { detail: { session_id, session_key } }));
  };
  watch_tab(watch, tab, () => {
    connection.tell_tab();
    if (tab.state !== 'closed') return follow();
    say_closed(settings, read());
    connection.close();
  });

  let has_begun = false;
  every_second(() => {
    const is_kept = !!read();
    if (has_begun && !is_kept) return control.abort();
    has_begun = is_kept;
    view();
    follow();
  });
  listen('online', () => {
    connection.hurry();
    // What waited for the network goes now, with the ids it had.
    tracker.update((stored) => {
      stored.wait = 0;
      return true;
    });
  });
  control.signal.addEventListener('abort', () => connection.close());
  watch.replay(early.splice(0));
  early.push = () => 0;
}

/** A beacon of its own, for the case that no event waits to carry it. */
function say_closed({ site, api, tab }: Settings, stored: Stored | undefined): void {
  const visit = visit_of(stored);
  if (!visit) return;
  const { session_id, session_key } = visit;
  const sessions = [{ session_id, session_key, events: [], tab }];
  navigator.sendBeacon(`${api}/api/v1/collect`, JSON.stringify({ site, sent_at: new Date(), sessions }));
}
