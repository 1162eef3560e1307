import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { example } from '../testing/example';
import { FakeSocket } from '../testing/fake-socket';
import { change, counts, snapshot, visit } from '../testing/visits';
import {
  attempts_before_polling,
  backoff_ms_first,
  backoff_ms_max,
  LiveConnection,
  poll_ms,
} from './live-connection';

let connection: LiveConnection;
const poll = vi.fn();
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const status = () => connection.state().status;
const listed = () => connection.state().board?.sessions.map((one) => one.session_id);

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
  poll.mockReset().mockResolvedValue({ sessions: [visit('polled')], ...counts(1) });
  connection = new LiveConnection({
    open_socket: () => new FakeSocket() as unknown as WebSocket,
    token: 't',
    poll,
    now: Date.now,
    random: () => 1,
  });
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

function go_live(): void {
  FakeSocket.last.accept();
  FakeSocket.last.says(snapshot(41, [visit('a')]));
}

async function lose(attempts: number): Promise<void> {
  for (let attempt = 1; attempt < attempts; attempt++) {
    FakeSocket.last.close();
    await wait(backoff_ms_first * 2 ** attempt);
  }
  FakeSocket.last.close();
  await wait(0);
}

it('says who it is, then what it wants', () => {
  FakeSocket.last.accept();
  expect(FakeSocket.last.sent).toEqual([
    { type: 'hello', token: 't' },
    { type: 'subscribe', filter: { limit: 5, sort: 'started' } },
  ]);
});

it('is live only once something has arrived', () => {
  FakeSocket.last.accept();
  expect(status()).toBe('connecting');
  go_live();
  expect(status()).toBe('live');
  expect(listed()).toEqual(['a']);
});

it('tells its listeners once a message, however many visits it names', () => {
  go_live();
  const listener = vi.fn();
  connection.subscribe(listener);
  const changed = Array.from({ length: 250 }, (_, index) => visit(`v${index}`));
  FakeSocket.last.says(change(42, { changed }));
  expect(listener).toHaveBeenCalledOnce();
});

it('keeps the board while it reconnects, and resumes where it was', async () => {
  go_live();
  FakeSocket.last.says(change(44, { started: [visit('b')] }));
  FakeSocket.last.close(1012);
  expect(status()).toBe('reconnecting');
  expect(listed()).toContain('b');
  await wait(600);
  FakeSocket.last.accept();
  expect(FakeSocket.last.sent[1]).toMatchObject({ type: 'subscribe', after: 44, epoch: 'e1' });
  FakeSocket.last.says(change(45, { ended: [{ session_id: 'a', reason: 'timeout' }] }));
  expect(status()).toBe('live');
  expect(listed()).toEqual(['b']);
});

it('takes a snapshot of another epoch as the whole truth', async () => {
  go_live();
  FakeSocket.last.close(1012);
  await wait(600);
  FakeSocket.last.accept();
  FakeSocket.last.says(snapshot(3, [visit('z')], 'e2'));
  expect(listed()).toEqual(['z']);
});

it('waits longer after each failure, up to a limit', async () => {
  for (let attempt = 0; attempt < 12; attempt++) {
    FakeSocket.last.close();
    await wait(backoff_ms_max);
  }
  const before = FakeSocket.opened.length;
  FakeSocket.last.close();
  await wait(backoff_ms_max - 1);
  expect(FakeSocket.opened).toHaveLength(before);
  await wait(1);
  expect(FakeSocket.opened).toHaveLength(before + 1);
});

it('polls while no socket can be opened, and stops when one can', async () => {
  await lose(attempts_before_polling);
  expect(status()).toBe('polling');
  expect(listed()).toEqual(['polled']);
  await wait(poll_ms);
  expect(poll).toHaveBeenCalledTimes(2);
  go_live();
  await wait(poll_ms * 3);
  expect(poll).toHaveBeenCalledTimes(2);
  expect(status()).toBe('live');
});

it('admits that it failed when polling fails too', async () => {
  poll.mockRejectedValue({ status: 503 });
  await lose(attempts_before_polling);
  expect(status()).toBe('failed');
});

it('gives up when it is not allowed in', async () => {
  FakeSocket.last.accept();
  FakeSocket.last.close(4401);
  await wait(600_000);
  expect(status()).toBe('denied');
  expect(FakeSocket.opened).toHaveLength(1);
});

it('asks for everything again after a message it cannot read', async () => {
  go_live();
  FakeSocket.last.says({ type: 'changed', seq: 42, changed: [{ session_id: 7 }], counts: counts(1) });
  await wait(600);
  FakeSocket.last.accept();
  expect(FakeSocket.last.sent[1]).not.toHaveProperty('after');
});

const part = { offset: 50, limit: 75, sort: 'score', category: 'hot' } as const;

it('asks for another part over the same socket, and keeps the board until it comes', () => {
  go_live();
  connection.watch(part);
  expect(FakeSocket.opened).toHaveLength(1);
  expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'subscribe', filter: part });
  expect(listed()).toEqual(['a']);
  FakeSocket.last.says(snapshot(50, [visit('x')]));
  expect(connection.state().board?.filter).toEqual(part);
});

it('tells apart the answers of two questions in a row', () => {
  go_live();
  connection.watch(part);
  connection.watch({ ...part, offset: 100 });
  FakeSocket.last.says(snapshot(50, [visit('x')]));
  expect(connection.state().board?.filter.offset).toBe(50);
  FakeSocket.last.says(snapshot(51, [visit('y')]));
  expect(connection.state().board?.filter.offset).toBe(100);
});

it('asks nothing when the same part is wanted again', () => {
  go_live();
  connection.watch({ limit: 5, sort: 'started' });
  expect(FakeSocket.last.sent).toHaveLength(2);
});

it('polls the part that is wanted, as often as the site wants', async () => {
  connection.poll_every(3000);
  await lose(attempts_before_polling);
  expect(poll).toHaveBeenCalledTimes(1);
  connection.watch(part);
  await wait(0);
  expect(poll).toHaveBeenLastCalledWith(part);
  const before = poll.mock.calls.length;
  await wait(3000);
  expect(poll.mock.calls.length).toBe(before + 1);
});

it('passes alerts on, and counts their numbers', () => {
  const told = vi.fn();
  connection.on_alert(told);
  go_live();
  FakeSocket.last.says(example('live/alert.server.json'));
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ kind: 'became_hot' }));
  expect(connection.state().board?.seq).toBe(47);
});

it('tells colleagues which journey is open, again after a reconnect', async () => {
  go_live();
  connection.looking('a');
  expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'looking', session_id: 'a' });
  FakeSocket.last.close(1006);
  await wait(600);
  FakeSocket.last.accept();
  expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'looking', session_id: 'a' });
});

it('keeps that to itself with a server that does not understand it', async () => {
  go_live();
  connection.looking('a');
  FakeSocket.last.close(1008);
  await wait(600);
  FakeSocket.last.accept();
  expect(FakeSocket.last.sent.map(({ type }) => type)).toEqual(['hello', 'subscribe']);
});
