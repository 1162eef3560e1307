// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  dead_ms,
  rage,
  watch_clicks,
  watch_dead_clicks,
  watch_errors,
  watch_failing_forms,
  watch_rage,
  watch_scrolling,
} from './behaviour';
import { create_watch, type Watch } from './watch';

let told: [string, Record<string, unknown>][];
let stop: AbortController;
let watch: Watch;

const milliseconds = (count: number) => vi.advanceTimersByTimeAsync(count);

/** A click of a hand: keyboards and programs have no `detail`. */
function click(selector: string, x = 10, y = 10, timeStamp = Date.now()) {
  const event = new MouseEvent('click', {
    bubbles: true,
    cancelable: true,
    clientX: x,
    clientY: y,
    detail: 1,
  });
  Object.defineProperty(event, 'timeStamp', { value: timeStamp });
  document.querySelector(selector)!.dispatchEvent(event);
}

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  stop = new AbortController();
  watch = create_watch((type, data) => told.push([type, data]), stop.signal);
  history.replaceState(null, '', '/listings');
  document.body.innerHTML = `
    <p id="words">Words</p>
    <button id="save"><b>Save</b></button>
    <button class="round dark third">Share</button>
    <button data-sojourn-event="property_save">Declared</button>
    <p id="more"><button>Plain</button></p>
    <a id="inside" href="/about">About</a>
    <a id="outside" href="https://elsewhere.test/path?email=ada@example.com#x">Elsewhere</a>
    <form name="tour"><input name="email" required><input name="day" required></form>`;
  for (const link of document.querySelectorAll('a'))
    link.addEventListener('click', (event) => event.preventDefault());
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

describe('clicks', () => {
  it('on what can be clicked are told, by what it is called and never by what it says', () => {
    watch_clicks(watch);
    for (const selector of ['#words', '#save b', '.round', '[data-sojourn-event]', '#more button', '#inside'])
      click(selector);
    expect(told).toEqual([
      ['click', { target: 'button#save' }],
      ['click', { target: 'button.round.dark' }],
      ['click', { target: '#more button' }],
      ['click', { target: 'a#inside' }],
    ]);
  });

  it('on links to elsewhere are told without what may be personal in the address', () => {
    watch_clicks(watch);
    click('#outside');
    expect(told).toEqual([['outbound_click', { url: 'https://elsewhere.test/path' }]]);
  });

  it('end when consent is withdrawn', () => {
    watch_clicks(watch);
    stop.abort();
    click('#save');
    expect(told).toEqual([]);
  });
});

describe('rage clicks', () => {
  const burst = (...clicks: [x: number, ms: number][]) => {
    for (const [x, ms] of clicks) click('#save', x, 10, ms);
  };

  it('are one event for a burst, when it is over', async () => {
    watch_rage(watch);
    burst([10, 0], [12, 300], [14, 600], [16, 900]);
    expect(told).toEqual([]);
    await milliseconds(rage.ms);
    expect(told).toEqual([['rage_click', { x: 10, y: 10, target: 'button#save', count: 4 }]]);
  });

  it.each([
    [
      'two',
      [
        [10, 0],
        [10, 100],
      ],
    ],
    [
      'slow',
      [
        [10, 0],
        [10, 600],
        [10, 1_200],
      ],
    ],
    [
      'far apart',
      [
        [10, 0],
        [60, 100],
        [110, 200],
      ],
    ],
  ] as [string, [number, number][]][])('are not %s clicks', async (_name, clicks) => {
    watch_rage(watch);
    burst(...clicks);
    await milliseconds(rage.ms);
    expect(told).toEqual([]);
  });

  it('are told when the page goes away in the middle', () => {
    watch_rage(watch);
    burst([10, 0], [10, 100], [10, 200]);
    dispatchEvent(new Event('pagehide'));
    expect(told).toHaveLength(1);
  });
});

describe('dead clicks', () => {
  it('are clicks on what looks clickable to which nothing happened', async () => {
    watch_dead_clicks(watch);
    click('#save b', 4, 5);
    await milliseconds(dead_ms - 1);
    expect(told).toEqual([]);
    await milliseconds(1);
    expect(told).toEqual([['dead_click', { target: 'button#save', x: 4, y: 5 }]]);
  });

  it('may also only look like it', async () => {
    document.querySelector<HTMLElement>('#words')!.style.cursor = 'pointer';
    watch_dead_clicks(watch);
    click('#words');
    await milliseconds(dead_ms);
    expect(told).toHaveLength(1);
  });

  it.each([
    ['a change of the page', () => document.querySelector('#save')!.setAttribute('aria-pressed', 'true')],
    ['another route', () => history.pushState(null, '', '/elsewhere')],
    ['a scroll', () => document.dispatchEvent(new Event('scroll'))],
    ['a selection', () => document.dispatchEvent(new Event('selectionchange'))],
    ['a form that is sent', () => document.querySelector('form')!.dispatchEvent(new Event('submit'))],
    ['another page', () => dispatchEvent(new Event('pagehide'))],
  ])('are not followed by %s', async (_name, react) => {
    watch_dead_clicks(watch);
    click('#save');
    react();
    await milliseconds(dead_ms);
    expect(told).toEqual([]);
  });

  it('are not on words, fields, or links to elsewhere', async () => {
    watch_dead_clicks(watch);
    for (const selector of ['#words', 'input', '#outside']) {
      click(selector);
      await milliseconds(dead_ms);
    }
    expect(told).toEqual([]);
  });
});

it('a form that the browser refuses is told once, however many fields are wrong', async () => {
  watch_failing_forms(watch);
  const form = document.querySelector('form')!;
  for (let attempt = 0; attempt < 2; attempt++) {
    for (const field of form.elements) field.dispatchEvent(new Event('invalid'));
    await milliseconds(0);
  }
  expect(told).toEqual([
    ['form_fail', { form: 'form[name=tour]' }],
    ['form_fail', { form: 'form[name=tour]' }],
  ]);
});

it('the deepest quarter of each page is told', async () => {
  Object.defineProperty(document.documentElement, 'scrollHeight', { value: 4_000, configurable: true });
  vi.stubGlobal('innerHeight', 800);
  watch_scrolling(watch);
  for (const y of [100, 500, 300, 3_200]) {
    vi.stubGlobal('scrollY', y);
    document.dispatchEvent(new Event('scroll'));
    await milliseconds(300);
  }
  history.pushState(null, '', '/other');
  vi.stubGlobal('scrollY', 1_300);
  document.dispatchEvent(new Event('scroll'));
  await milliseconds(300);
  expect(told.map(([, { percent }]) => percent)).toEqual([25, 100, 50]);
  vi.unstubAllGlobals();
});

it('errors and rejections are told, resources that did not come are not', () => {
  watch_errors(watch);
  dispatchEvent(new ErrorEvent('error', { message: 'x'.repeat(600), filename: '/a.js', lineno: 7 }));
  dispatchEvent(new Event('error'));
  dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new Error('no answer') }));
  expect(told.map(([type]) => type)).toEqual(['error', 'error']);
  expect(told[0]?.[1]).toEqual({ message: 'x'.repeat(500), source: '/a.js', line: 7 });
  expect(told[1]?.[1]).toMatchObject({ message: 'no answer' });
});

it('what happened before there was anybody to listen is handed on', () => {
  const early: Event[] = [];
  addEventListener('click', (event) => early.push(event), { capture: true, once: true });
  click('#save');
  watch_clicks(watch);
  watch.replay(early);
  expect(told).toEqual([['click', { target: 'button#save' }]]);
});
