// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CollectRequest } from '../../protocol/visits';
import type { Stored } from './stored';
import { create_tracker, held_ms, idle_seconds, part_events_max, parts_max, type Tracker } from './tracker';

type Reply = { status?: number; retry_after?: string; answer?: unknown };

/** A server that remembers what it was sent, and one storage for all tabs of a browser. */
function world() {
  const requests: { url: string; body: CollectRequest & Record<string, unknown> }[] = [];
  const replies: Reply[] = [];
  let kept: string | undefined;
  const server = {
    requests,
    next_replies: (...next: Reply[]) => replies.push(...next),
    events: () => requests.flatMap(({ body }) => body.sessions?.flatMap((one) => one.events) ?? []),
    types: () => server.events().map((event) => event.type),
    stored: (): Stored => JSON.parse(kept as string),
    tab(): Tracker {
      return create_tracker(
        { site: 'pk', api: 'https://sojourn.test', tab: { id: 't-1', state: 'visible' } },
        () => kept && JSON.parse(kept),
        (value) => {
          kept = value && JSON.stringify(value);
        },
        (work) => work(),
        async (url, text) => {
          const body = JSON.parse(text);
          requests.push({ url, body });
          const { status = 200, retry_after, answer } = replies.shift() ?? {};
          const sessions = body.sessions?.map((one: { session_id: string }) => ({
            session_id: one.session_id,
          }));
          return [status || undefined, retry_after, status === 200 ? (answer ?? { sessions }) : undefined];
        },
      );
    },
  };
  return server;
}

const names = (value: object) => Object.keys(value).sort();
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

beforeEach(() => {
  vi.useFakeTimers();
  navigator.sendBeacon = vi.fn(() => true);
});
afterEach(() => vi.useRealTimers());

describe('sending', () => {
  it('sends an arriving event at once, with everything that opens the visit', async () => {
    const server = world();
    server.tab().track('page_view', { page: '/' }, true);
    await seconds(0);
    const { url, body } = server.requests[0]!;
    expect(url).toBe('https://sojourn.test/api/v1/collect');
    expect(body).toMatchObject({ site: 'pk', sent_at: expect.stringMatching(/Z$/) });
    expect(body.sessions[0]).toMatchObject({
      session_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      session_key: expect.stringMatching(/^[0-9a-f]{64}$/),
      start: { visitor_id: expect.stringMatching(/^[0-9a-f]{64}$/), entry: { page: '/' } },
      events: [{ type: 'page_view', seq: 0, data: { page: '/' } }],
    });
  });

  it('speaks as the example in web/protocol does', async () => {
    const example = JSON.parse(readFileSync(`${process.cwd()}/protocol/visits/collect.request.json`, 'utf8'));
    const server = world();
    history.replaceState(null, '', '/?utm_campaign=spring');
    const tab = server.tab();
    tab.track('page_view', { page: '/', title: 'Homes' }, true);
    tab.end('logout');
    await seconds(0);
    const [sent, expected] = [server.requests[0]?.body, example].map((body) => {
      const { end, ...session } = body.sessions[0];
      const { source, ...entry } = session.start.entry;
      return [body, session, session.start, entry, session.events[0]].map(names);
    });
    expect(sent).toEqual(expected);
    history.replaceState(null, '', '/');
  });

  it('repeats the start until the server has acknowledged it', async () => {
    const server = world();
    const tab = server.tab();
    server.next_replies({ status: 503 });
    tab.track('page_view', {}, true);
    await seconds(10);
    tab.track('click');
    await seconds(10);
    expect(server.requests.map(({ body }) => !!body.sessions[0]!.start)).toEqual([true, true, false]);
  });

  it('lets fewer than five events wait five seconds for company', async () => {
    const server = world();
    const tab = server.tab();
    for (const type of ['a', 'b', 'c', 'd']) tab.track(type);
    await seconds(4.9);
    expect(server.requests).toHaveLength(0);
    await seconds(0.2);
    expect(server.types()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sends the fifth event at once', async () => {
    const server = world();
    const tab = server.tab();
    for (const type of ['a', 'b', 'c', 'd', 'e']) tab.track(type);
    await seconds(0);
    expect(server.events().map((event) => event.seq)).toEqual([0, 1, 2, 3, 4]);
  });

  it('copies the data of an event when it is told', async () => {
    const server = world();
    const data = { page: '/' };
    server.tab().track('click', data);
    data.page = '/changed';
    await seconds(6);
    expect(server.events()[0]?.data).toEqual({ page: '/' });
  });

  it('adopts the visit that the server names instead', async () => {
    const server = world();
    const tab = server.tab();
    server.next_replies({ answer: { sessions: [{ session_id: 'other' }] } });
    tab.track('page_view', {}, true);
    await seconds(1);
    tab.track('click');
    await seconds(6);
    expect(server.requests[1]?.body.sessions[0]).toMatchObject({
      session_id: 'other',
      session_key: server.requests[0]?.body.sessions[0]?.session_key,
    });
  });
});

describe('failure', () => {
  it('repeats the same ids after a failure, later and later', async () => {
    const server = world();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    server.next_replies({ status: 0 }, { status: 500 });
    server.tab().track('page_view', {}, true);
    await seconds(20);
    expect(server.requests).toHaveLength(3);
    expect(new Set(server.events().map((event) => event.id)).size).toBe(1);
    expect(server.stored().parts).toEqual([]);
    vi.restoreAllMocks();
  });

  it('waits as long as the server asks', async () => {
    const server = world();
    server.next_replies({ status: 429, retry_after: '60' });
    server.tab().track('page_view', {}, true);
    await seconds(59);
    server.tab().track('page_view', {}, true);
    await seconds(0.5);
    expect(server.requests).toHaveLength(1);
    await seconds(10);
    expect(server.requests.length).toBeGreaterThan(1);
  });

  it('drops what the server refuses for good', async () => {
    const server = world();
    server.next_replies({ status: 400 });
    server.tab().track('page_view', {}, true);
    await seconds(600);
    expect(server.requests).toHaveLength(1);
    expect(server.stored().parts).toEqual([]);
  });

  it('sends batches of at most 100 events', async () => {
    const server = world();
    const tab = server.tab();
    server.next_replies({ status: 503, retry_after: '30' });
    for (let index = 0; index < 250; index++) tab.track('click', { index });
    await seconds(60);
    const sizes = server.requests.map(({ body }) => body.sessions[0]!.events.length);
    expect(sizes).toEqual([part_events_max, part_events_max, part_events_max, 50]);
    expect(new Set(server.events().map((event) => event.id)).size).toBe(250);
  });

  it('keeps the newest parts while the server is silent', async () => {
    const server = world();
    const tab = server.tab();
    server.next_replies({ status: 503, retry_after: '30' });
    for (let index = 0; index < parts_max + 10; index++) {
      tab.track('click', { index });
      tab.end('logout');
    }
    await seconds(1);
    expect(server.stored().parts).toHaveLength(parts_max);
    await seconds(60);
    expect(server.stored().parts).toEqual([]);
    expect(server.events().at(-1)?.data).toEqual({ index: parts_max + 9 });
  });
});

describe('tabs', () => {
  it('share one visit and never send the same event twice', async () => {
    const server = world();
    const [one, two] = [server.tab(), server.tab()];
    one.track('page_view', {}, true);
    two.track('page_view', {}, true);
    one.track('a');
    two.track('b');
    await seconds(60);
    expect(new Set(server.requests.map(({ body }) => body.sessions[0]!.session_id)).size).toBe(1);
    const ids = server.events().map((event) => event.id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
  });

  it('go on after one of them is closed, with what it left unsent', async () => {
    const server = world();
    const closed = server.tab();
    closed.track('a');
    vi.clearAllTimers();
    server.tab().track('page_view', {}, true);
    await seconds(0);
    expect(server.types()).toEqual(['a', 'page_view']);
  });
});

describe('visits', () => {
  it('a pause of more than thirty minutes opens a new one', async () => {
    const server = world();
    const tab = server.tab();
    tab.track('page_view', {}, true);
    await seconds(idle_seconds + 1);
    tab.track('click');
    await seconds(6);
    const [first, second] = server.requests.map(({ body }) => body.sessions[0]!);
    expect(second?.session_id).not.toBe(first?.session_id);
    expect(second?.start?.visitor_id).toBe(first?.start?.visitor_id);
    expect(second?.events[0]?.seq).toBe(0);
  });

  it('another campaign opens a new one, once per page load', async () => {
    const server = world();
    server.tab().track('page_view', {}, true);
    await seconds(1);
    history.replaceState(null, '', '/?utm_campaign=spring');
    const tab = server.tab();
    tab.track('page_view', {}, true);
    tab.track('click');
    await seconds(6);
    const keys = server.requests.map(({ body }) => body.sessions[0]!.session_key);
    expect(new Set(keys).size).toBe(2);
    expect(server.requests[1]?.body.sessions[0]?.start?.entry.campaign).toBe('spring');
    history.replaceState(null, '', '/');
  });

  it('an end is told with its reason, and what follows opens a new one', async () => {
    const server = world();
    const tab = server.tab();
    tab.track('page_view', {}, true);
    tab.end('logout');
    tab.track('page_view', {}, true);
    await seconds(6);
    const [first, second] = server.requests.map(({ body }) => body.sessions[0]!);
    expect(first?.end).toMatchObject({ reason: 'logout' });
    expect(second?.session_id).not.toBe(first?.session_id);
  });

  it('a person is told once the visit is acknowledged', async () => {
    const server = world();
    const tab = server.tab();
    tab.track('page_view', {}, true);
    tab.identify({ email: 'ada@example.com' });
    tab.identify({ name: 'Ada' });
    await seconds(1);
    const [first, second] = server.requests;
    const { session_id, session_key } = first!.body.sessions[0]!;
    expect(second?.url).toBe(`https://sojourn.test/api/v1/sessions/${session_id}/identify`);
    expect(second?.body).toEqual({ email: 'ada@example.com', name: 'Ada', session_key });
    expect(server.requests).toHaveLength(2);
  });
});

describe('leaving', () => {
  it('hands what waits to a beacon, and repeats it only when nobody acknowledged it for a while', async () => {
    const server = world();
    const tab = server.tab();
    tab.track('click');
    tab.leave();
    expect(navigator.sendBeacon).toHaveBeenCalledOnce();
    tab.leave();
    expect(navigator.sendBeacon).toHaveBeenCalledOnce();
    await seconds(held_ms / 1000 - 1);
    expect(server.requests).toHaveLength(0);
    await seconds(2);
    tab.track('heartbeat');
    await seconds(6);
    expect(server.types()).toEqual(['click', 'heartbeat']);
  });

  it('uses an ordinary request when the browser takes no beacon', async () => {
    const server = world();
    vi.mocked(navigator.sendBeacon).mockReturnValue(false);
    const tab = server.tab();
    tab.track('click');
    tab.leave();
    expect(server.types()).toEqual(['click']);
  });

  it('is silent and leaves nothing behind once stopped', async () => {
    const server = world();
    const tab = server.tab();
    tab.track('click');
    tab.stop();
    tab.track('click');
    tab.leave();
    await seconds(600);
    expect(server.requests).toHaveLength(0);
    expect(navigator.sendBeacon).not.toHaveBeenCalled();
    expect(() => server.stored()).toThrow();
  });
});
