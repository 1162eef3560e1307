// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CollectRequest, VisitEvent } from '../../protocol/visits';
import { init } from './index';

const options = { site: 'pk', api: 'https://sojourn.test' };
let sent: CollectRequest[];
let kept: Record<string, string>;
let status: number;
let wishes: object;

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);
const events = (): VisitEvent[] => sent.flatMap((body) => body.sessions?.flatMap((one) => one.events) ?? []);
const events_of = (type: string) => events().filter((event) => event.type === type);

const pretend = (name: string, value: unknown) =>
  Object.defineProperty(navigator, name, { value, configurable: true });

function hide(is_hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: is_hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}

beforeEach(() => {
  vi.useFakeTimers();
  pretend('webdriver', false);
  sent = [];
  kept = {};
  status = 200;
  wishes = {};
  vi.stubGlobal('localStorage', kept);
  vi.stubGlobal('WebSocket', undefined);
  document.head.innerHTML = '<title>Homes</title>';
  document.body.innerHTML = '';
  history.replaceState(null, '', '/listings?page=2');
  vi.stubGlobal('fetch', async (_url: string, { body }: RequestInit) => {
    const request = JSON.parse(body as string);
    sent.push(request);
    const sessions = request.sessions?.map((one: { session_id: string }) => ({
      session_id: one.session_id,
      ...wishes,
    }));
    return new Response(JSON.stringify(status === 200 ? { sessions } : {}), { status });
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

it('beats as often as the server wishes, and ends a visit after as long a silence', async () => {
  wishes = { heartbeat_interval: 60, idle_timeout: 600 };
  begin();
  await seconds(186);
  expect(events_of('heartbeat')).toHaveLength(3);
  hide(true);
  await seconds(601);
  hide(false);
  stop?.('track', 'click');
  await seconds(6);
  const ids = sent.map((body) => body.sessions[0]?.session_id);
  expect(ids.at(-1)).not.toBe(ids[0]);
});

it('sends with each request which tab it is, and how', async () => {
  begin();
  await seconds(1);
  stop?.('track', 'a');
  await seconds(70);
  stop?.('track', 'b');
  await seconds(6);
  const tabs = sent.map((body) => body.sessions[0]?.tab);
  expect(new Set(tabs.map((tab) => tab?.id)).size).toBe(1);
  expect(tabs.map((tab) => tab?.state)).toEqual(['visible', 'visible', 'idle']);
});

it('says by beacon that the tab is closed, though nothing else is to be said', async () => {
  const beacon = vi.fn((_url: string, _body: string) => true);
  navigator.sendBeacon = beacon as never;
  begin();
  await seconds(1);
  dispatchEvent(new Event('pagehide'));
  const [session] = JSON.parse(beacon.mock.calls[0]![1]).sessions;
  expect(session).toMatchObject({ events: [], tab: { state: 'closed' } });
  expect(session.session_id).toBe(sent[0]?.sessions[0]?.session_id);
});

it('sends at once what waited, when the browser is online again', async () => {
  begin();
  await seconds(1);
  const answered = fetch;
  vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')));
  for (const type of ['a', 'b', 'c', 'd', 'e', 'f']) stop?.('track', type);
  await seconds(120);
  vi.stubGlobal('fetch', answered);
  dispatchEvent(new Event('online'));
  await seconds(1);
  expect(events().map(({ type }) => type)).toEqual(['page_view', 'a', 'b', 'c', 'd', 'e', 'f']);
  expect(new Set(events().map(({ id }) => id)).size).toBe(7);
});

it('tells the page which visit it is, once the server knows it', async () => {
  const announced = vi.fn();
  addEventListener('sojourn:visit', announced);
  begin();
  await seconds(3);
  const { session_id, session_key } = sent[0]!.sessions[0]!;
  expect(announced.mock.calls.map(([event]) => event.detail)).toEqual([{ session_id, session_key }]);
  removeEventListener('sojourn:visit', announced);
});

it('hands a person and the token that vouches for it to the server', async () => {
  begin()('identify', { user_id: 'u-1', user_token: 'token' });
  await seconds(6);
  expect(sent.at(-1)).toMatchObject({ user_id: 'u-1', user_token: 'token' });
});

it('stores nothing where storage is not wanted, and says so', async () => {
  begin({ storage: 'none' });
  await seconds(1);
  expect(kept).toEqual({});
  expect(sent[0]?.sessions[0]?.start).toMatchObject({ storage: 'none' });
  stop?.('track', 'click');
  await seconds(6);
  expect(sent[1]?.sessions[0]?.session_id).toBe(sent[0]?.sessions[0]?.session_id);
});

it('stops in every tab when what was stored is gone', async () => {
  begin();
  await seconds(1);
  for (const name of Object.keys(kept)) delete kept[name];
  stop?.('track', 'click');
  await seconds(600);
  expect(events()).toHaveLength(1);
  expect(kept).toEqual({});
});

it('opens another visit when the server does not know this one any more', async () => {
  begin();
  await seconds(1);
  status = 404;
  stop?.('track', 'a');
  await seconds(6);
  status = 200;
  stop?.('track', 'b');
  await seconds(6);
  const sessions = sent.map((body) => body.sessions[0]);
  expect(sessions.at(-1)?.session_id).not.toBe(sessions[0]?.session_id);
  expect(sessions.at(-1)?.start).toBeTruthy();
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

  sojourn('consent', 'granted');
  await seconds(1);
  expect(events().map((event) => event.type)).toEqual(['page_view']);
  begin({ consent: 'required' });
  await seconds(1);
  expect(events()).toHaveLength(2);

  sojourn('consent', 'denied');
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
