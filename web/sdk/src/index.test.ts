// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CollectRequest, VisitEvent } from '../../protocol/visits';
import { init } from './index';

const options = { site: 'pk', api: 'https://sojourn.test' };
let sent: CollectRequest[];
let kept: Record<string, string>;

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);
const events = (): VisitEvent[] => sent.flatMap((body) => body.sessions?.flatMap((one) => one.events) ?? []);
const events_of = (type: string) => events().filter((event) => event.type === type);

const pretend = (name: string, value: unknown) =>
  Object.defineProperty(navigator, name, { value, configurable: true });

beforeEach(() => {
  vi.useFakeTimers();
  pretend('webdriver', false);
  sent = [];
  kept = {};
  vi.stubGlobal('localStorage', kept);
  document.head.innerHTML = '<title>Homes</title>';
  document.body.innerHTML = '';
  history.replaceState(null, '', '/listings?page=2');
  vi.stubGlobal('fetch', async (_url: string, { body }: RequestInit) => {
    const request = JSON.parse(body as string);
    sent.push(request);
    const sessions = request.sessions?.map((one: { session_id: string }) => ({ session_id: one.session_id }));
    return new Response(JSON.stringify({ sessions }), { status: 200 });
  });
});

let stop: ReturnType<typeof init> | undefined;
const begin = (extra: object = {}) => {
  stop = init({ ...options, ...extra });
  return stop;
};
afterEach(() => {
  stop?.('consent', false);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('tells the page, its title and how the visitor came', async () => {
  begin();
  await seconds(0);
  expect(events()).toMatchObject([{ type: 'page_view', data: { page: '/listings?page=2', title: 'Homes' } }]);
});

it('tells each route of a single-page site once', async () => {
  begin();
  history.pushState(null, '', '/listings/1001');
  history.replaceState({ scroll: 3 }, '', '/listings/1001');
  await seconds(6);
  expect(events_of('page_view').map((event) => event.data?.page)).toEqual([
    '/listings?page=2',
    '/listings/1001',
  ]);
});

it('tells which property the page shows, and the next one when it changes', async () => {
  document.head.innerHTML = '<meta name="sojourn-property" content="1001">';
  begin();
  await seconds(6);
  document.head.innerHTML = '';
  document.body.innerHTML = '<main data-sojourn-property="1002"></main>';
  await seconds(7);
  expect(events_of('property_view').map((event) => event.data)).toEqual([
    { property_id: '1001' },
    { property_id: '1002' },
  ]);
});

it('tells declared clicks and forms with their data', async () => {
  document.body.innerHTML = `
    <button data-sojourn-event="property_save" data-sojourn-property-id="1001"><b>Save</b></button>
    <form data-sojourn-event="tour_request" data-sojourn-property-id="1002"><input></form>`;
  begin();
  document.querySelector('b')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  document.querySelector('input')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true }));
  await seconds(6);
  expect(events().slice(1)).toMatchObject([
    { type: 'property_save', data: { property_id: '1001' } },
    { type: 'tour_request', data: { property_id: '1002' } },
  ]);
});

it('tells at most ten errors of a page', async () => {
  begin();
  for (let line = 0; line < 15; line++) {
    window.dispatchEvent(
      new ErrorEvent('error', { message: 'x is undefined', filename: '/a.js', lineno: line }),
    );
  }
  await seconds(6);
  expect(events_of('error')).toHaveLength(10);
  expect(events_of('error')[0]?.data).toEqual({ message: 'x is undefined', source: '/a.js', line: 0 });
});

it('beats every five minutes while the page is visible', async () => {
  begin();
  await seconds(906);
  expect(events_of('heartbeat')).toHaveLength(3);
});

it('does nothing against the wish of the browser, unless told to', async () => {
  pretend('globalPrivacyControl', true);
  begin()('track', 'click');
  await seconds(600);
  expect(sent).toEqual([]);
  expect(kept).toEqual({});
  begin({ respectPrivacySignals: false });
  await seconds(0);
  expect(events()).toHaveLength(1);
  pretend('globalPrivacyControl', undefined);
});

it('does not count programs as visitors, unless told to', async () => {
  pretend('webdriver', true);
  begin();
  await seconds(600);
  expect(sent).toEqual([]);
  begin({ allowAutomation: true });
  await seconds(0);
  expect(events()).toHaveLength(1);
});

it('waits for consent, remembers it, and forgets everything when it is withdrawn', async () => {
  const sojourn = begin({ consent: 'required' });
  sojourn('track', 'click');
  await seconds(600);
  expect(sent).toEqual([]);
  expect(kept).toEqual({});

  sojourn('consent', true);
  await seconds(1);
  expect(events().map((event) => event.type)).toEqual(['page_view']);
  begin({ consent: 'required' });
  await seconds(1);
  expect(events()).toHaveLength(2);

  sojourn('consent', false);
  stop?.('consent', false);
  expect(kept).toEqual({});
  sojourn('track', 'click');
  await seconds(600);
  expect(events()).toHaveLength(2);
});

it('works without storage, and never throws into its host', async () => {
  vi.stubGlobal('localStorage', new Proxy({}, { get: denied, set: denied, deleteProperty: denied }));
  const sojourn = begin();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  sojourn('track', 'click', circle);
  sojourn('track', 'search', { query: 'pine' });
  (sojourn as (command: string) => void)('dance');
  await seconds(6);
  expect(events().map((event) => event.type)).toEqual(['page_view', 'search']);
});

function denied(): never {
  throw new Error('denied');
}
