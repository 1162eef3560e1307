// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { declared_data, seen_ms, watch_events, watch_views, watch_workflows } from './declared';
import { create_watch, type Watch } from './watch';

let told: [string, Record<string, unknown>][];
let stop: AbortController;
let watch: Watch;

const find = (selector: string) => document.querySelector(selector)!;
const happen = (selector: string, type: string) =>
  find(selector).dispatchEvent(new Event(type, { bubbles: true }));

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  stop = new AbortController();
  watch = create_watch((type, data) => told.push([type, data]), stop.signal);
});
afterEach(() => {
  stop.abort();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('every other attribute is data, and numbers stay text', () => {
  document.body.innerHTML = `<button data-sojourn-event="x" data-sojourn-view="y" data-sojourn-workflow="z"
    data-sojourn-property-id="0042" data-sojourn-price="9.50" data-other="no"></button>`;
  expect(declared_data(find('button'))).toEqual({ property_id: '0042', price: '9.50' });
});

it('buttons tell clicks and forms tell that they are sent', () => {
  document.body.innerHTML = `
    <button data-sojourn-event="property_save"><i></i></button>
    <form data-sojourn-event="inquiry"><input></form>`;
  watch_events(watch);
  happen('i', 'click');
  happen('input', 'click');
  happen('form', 'submit');
  expect(told.map(([type]) => type)).toEqual(['property_save', 'inquiry']);
});

it('a workflow starts in its first field, completes when it is sent, and may start again', () => {
  document.body.innerHTML =
    '<form data-sojourn-workflow="tour" data-sojourn-property-id="7"><input><textarea></textarea></form>';
  watch_workflows(watch);
  for (const [selector, type] of [
    ['input', 'focusin'],
    ['textarea', 'focusin'],
    ['form', 'submit'],
    ['form', 'submit'],
  ] as const)
    happen(selector, type);
  const data = { workflow_id: 'tour', property_id: '7' };
  expect(told).toEqual([
    ['workflow_start', data],
    ['workflow_complete', data],
    ['workflow_start', data],
    ['workflow_complete', data],
  ]);
});

describe('views', () => {
  let observed: Element[];
  let see: (target: Element, isIntersecting: boolean) => void;

  beforeEach(() => {
    observed = [];
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(callback: (entries: object[]) => void) {
          see = (target, is_seen) =>
            callback([
              { target, intersectionRatio: is_seen ? 0.6 : 0.4, intersectionRect: new DOMRect(0, 0, 9, 9) },
            ]);
        }
        observe = (element: Element) => observed.push(element);
        unobserve = (element: Element) => {
          observed = observed.filter((one) => one !== element);
        };
        disconnect = () => {
          observed = [];
        };
      },
    );
    document.body.innerHTML = '<p data-sojourn-view="property_view" data-sojourn-property-id="7"></p>';
  });

  it('are told once, after a second on screen', async () => {
    watch_views(watch);
    see(find('p'), true);
    await vi.advanceTimersByTimeAsync(seen_ms - 1);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual([['property_view', { property_id: '7' }]]);
    expect(observed).toEqual([]);
  });

  it('are not told of what only passed by', async () => {
    watch_views(watch);
    see(find('p'), true);
    see(find('p'), false);
    await vi.advanceTimersByTimeAsync(seen_ms * 2);
    expect(told).toEqual([]);
  });

  it('wait while the tab is hidden', async () => {
    watch_views(watch);
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    see(find('p'), true);
    await vi.advanceTimersByTimeAsync(seen_ms);
    expect(told).toEqual([]);
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    await vi.advanceTimersByTimeAsync(seen_ms);
    expect(told).toHaveLength(1);
  });

  it('find what comes later', async () => {
    watch_views(watch);
    document.body.append(Object.assign(find('p').cloneNode() as Element, { id: 'later' }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(observed.map(({ id }) => id)).toEqual(['', 'later']);
  });
});
