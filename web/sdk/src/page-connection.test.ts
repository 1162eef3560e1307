import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageServerMessage } from '../../protocol/page';
import type { Tab } from '../../protocol/visits';
import { PageConnection, retry_ms, tries_max } from './page-connection';
import { example, FakeSocket } from './testing/fake-socket';

const hello = example('page/hello.client');
const visit = { session_id: hello.session_id, session_key: hello.session_key };

function page() {
  const sockets: FakeSocket[] = [];
  const received: PageServerMessage[] = [];
  const tab: Tab = { id: hello.tab, state: 'visible' };
  const connection = new PageConnection({
    url: 'wss://sojourn.test/ws/page',
    tab,
    receive: (message) => received.push(message),
    open: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1) as unknown as WebSocket;
    },
  });
  return {
    connection,
    tab,
    received,
    sockets,
    socket: () => sockets.at(-1)!,
    connected() {
      connection.follow(visit);
      sockets.at(-1)!.accept();
      return sockets.at(-1)!;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('talking', () => {
  it('says hello as the example in web/protocol does', () => {
    expect(page().connected().sent).toEqual([hello]);
  });

  it('says how the tab is, and nothing before the socket is open', () => {
    const { connection, tab, socket } = page();
    connection.follow(visit);
    tab.state = 'hidden';
    connection.tell_tab();
    expect(socket().sent).toEqual([]);
    socket().accept();
    expect(socket().sent).toEqual([{ ...hello, state: 'hidden' }]);
    connection.tell_tab();
    expect(socket().sent.at(-1)).toEqual(example('page/tab.client'));
  });

  it('hands on cards, and keeps what became of them until it is connected', () => {
    const { connection, received, socket } = page();
    connection.report(example('page/card.client'));
    connection.follow(visit);
    socket().accept();
    expect(socket().sent.at(-1)).toEqual(example('page/card.client'));
    socket().say(example('page/card.server'));
    expect(received).toEqual([example('page/card.server')]);
  });

  it('does not mind what it does not understand', () => {
    const { received, connected } = page();
    const socket = connected();
    socket.onmessage?.({ data: 'no JSON' });
    socket.say({ type: 'later' });
    expect(received).toEqual([{ type: 'later' }]);
  });
});

describe('following the visit', () => {
  it('opens one socket for a visit, and leaves it for the next one', () => {
    const { connection, connected, sockets } = page();
    const first = connected();
    connection.follow(visit);
    expect(sockets).toHaveLength(1);
    connection.follow({ session_id: 'next', session_key: 'key' });
    expect(first.close).toHaveBeenCalled();
    sockets[1]!.accept();
    expect(sockets[1]!.sent[0]).toMatchObject({ session_id: 'next', session_key: 'key' });
    connection.follow(undefined);
    expect(sockets[1]!.close).toHaveBeenCalled();
  });

  it('comes back later and later, until it is welcome', () => {
    const { connection, connected, sockets, socket } = page();
    connected().lose();
    let opened = 1;
    for (const wait of [1, 2, 4, 8, 16, 32, 60, 60]) {
      vi.advanceTimersByTime(wait * retry_ms.first - 1);
      connection.follow(visit);
      expect(sockets).toHaveLength(opened);
      vi.advanceTimersByTime(1);
      connection.follow(visit);
      expect(sockets).toHaveLength(++opened);
      socket().lose();
    }
    vi.advanceTimersByTime(retry_ms.max);
    connection.follow(visit);
    socket().accept();
    socket().lose();
    vi.advanceTimersByTime(retry_ms.first);
    connection.follow(visit);
    expect(sockets).toHaveLength(opened + 2);
  });

  it('spreads the pages over half of the wait', () => {
    vi.mocked(Math.random).mockReturnValue(0);
    const { connection, connected, sockets } = page();
    connected().lose();
    vi.advanceTimersByTime(retry_ms.first / 2);
    connection.follow(visit);
    expect(sockets).toHaveLength(2);
  });

  it('gives up where it was never welcome, until the browser is online again', () => {
    const { connection, sockets, socket } = page();
    for (let second = 0; second < 3_600; second++) {
      connection.follow(visit);
      if (socket().readyState === 0) socket().lose();
      vi.advanceTimersByTime(1_000);
    }
    expect(sockets).toHaveLength(tries_max);
    connection.hurry();
    connection.follow(visit);
    expect(sockets).toHaveLength(tries_max + 1);
  });

  it('tries at once when the browser is online again', () => {
    const { connection, connected, sockets } = page();
    connected().lose();
    connection.hurry();
    connection.follow(visit);
    expect(sockets).toHaveLength(2);
  });

  it.each([4401, 4404, 4410])('does not ask again for a visit that was refused with %i', (code) => {
    const { connection, connected, sockets } = page();
    connected().lose(code);
    vi.advanceTimersByTime(3_600_000);
    connection.follow(visit);
    expect(sockets).toHaveLength(1);
    connection.follow({ session_id: 'next', session_key: 'key' });
    expect(sockets).toHaveLength(2);
  });

  it('leaves when the visit has ended', () => {
    const { connection, connected, sockets } = page();
    const socket = connected();
    socket.say(example('page/ended.server'));
    expect(socket.close).toHaveBeenCalled();
    connection.follow(visit);
    expect(sockets).toHaveLength(1);
  });

  it('lives with a browser that opens no sockets', () => {
    const connection = new PageConnection({
      url: 'wss://sojourn.test/ws/page',
      tab: { id: 't', state: 'visible' },
      receive: () => {},
      open: () => {
        throw new Error('blocked by the policy');
      },
    });
    expect(() => connection.follow(visit)).not.toThrow();
  });
});
