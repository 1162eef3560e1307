// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Tab } from '../../protocol/visits';
import { idle_ms, watch_tab } from './presence';
import { create_watch } from './watch';

let stop: AbortController;
let states: string[];

function hide(is_hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: is_hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
  states = [];
  const tab: Tab = { id: 't-1', state: 'visible' };
  watch_tab(
    create_watch(() => {}, stop.signal),
    tab,
    () => states.push(tab.state),
  );
});
afterEach(() => {
  stop.abort();
  hide(false);
  vi.useRealTimers();
});

it('a tab is hidden and visible as the browser says', () => {
  hide(true);
  hide(false);
  expect(states).toEqual(['hidden', 'visible']);
});

it('a tab without input for a minute is idle, until there is some', () => {
  vi.advanceTimersByTime(idle_ms / 2);
  dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(idle_ms - 1_000);
  expect(states).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(states).toEqual(['idle']);
  dispatchEvent(new Event('pointermove'));
  expect(states).toEqual(['idle', 'visible']);
});

it('a page that goes away is closed for good, unless the browser brings it back', () => {
  dispatchEvent(new Event('pagehide'));
  hide(true);
  expect(states).toEqual(['closed']);
  hide(false);
  dispatchEvent(new Event('pageshow'));
  expect(states).toEqual(['closed', 'visible']);
});
