/**
 * Keeps one board up to date: over a WebSocket, and by polling while no socket can be opened. Knows nothing of
 * React; a hook subscribes to it.
 */

import type { ActiveAnswer, Alert, ClientMessage, LiveFilter } from '../../../protocol/live';
import { apply_message, type Board, board_of, newest } from './live-board';
import { server_message } from './wire';

export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'failed' | 'denied';

export interface LiveState {
  status: LiveStatus;
  /** Undefined until the first answer. */
  board: Board | undefined;
  /** The part that is wanted; the board's own filter follows as soon as the server answered. */
  filter: LiveFilter;
  poll_ms: number;
}

export interface LiveSource {
  open_socket(): WebSocket;
  token: string;
  /** Rejects with `{status: 401}` when the token is not taken. */
  poll(filter: LiveFilter): Promise<ActiveAnswer>;
  now(): number;
  random(): number;
}

export const poll_ms = 10_000;
export const backoff_ms_first = 500;
export const backoff_ms_max = 30_000;
/** After so many attempts in a row without a message, polling begins beside further attempts. */
export const attempts_before_polling = 3;
const closed_not_allowed = 4401;
const closed_not_understood = 1008;
const socket_open = 1;

export class LiveConnection {
  #source: LiveSource;
  #state: LiveState = { status: 'connecting', board: undefined, filter: newest, poll_ms };
  #listeners = new Set<() => void>();
  #alert_listeners = new Set<(alert: Alert) => void>();
  #socket: WebSocket | undefined;
  #is_open = false;
  /** The parts asked for and not yet answered, oldest first: the server answers in order. */
  #asked: LiveFilter[] = [];
  #looking: string | null = null;
  /** An older server closes the socket over a message it does not know. */
  #may_look = true;
  #attempts = 0;
  #retry_timer: ReturnType<typeof setTimeout> | undefined;
  #poll_timer: ReturnType<typeof setTimeout> | undefined;
  #is_stopped = true;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  state = (): LiveState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  on_alert = (listener: (alert: Alert) => void): (() => void) => {
    this.#alert_listeners.add(listener);
    return () => this.#alert_listeners.delete(listener);
  };

  start(): void {
    this.#is_stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#is_stopped = true;
    clearTimeout(this.#retry_timer);
    this.#stop_polling();
    this.#socket?.close();
  }

  /** Asks for another part of the list; the board stays until the answer comes. */
  watch = (filter: LiveFilter): void => {
    if (is_same(filter, this.#state.filter)) return;
    this.#set({ filter });
    if (this.#is_open) this.#ask();
    else if (this.#poll_timer) this.#poll_again();
  };

  /** Tells colleagues whose journey is open here. */
  looking = (session_id: string | null): void => {
    this.#looking = session_id;
    if (this.#is_open && this.#may_look) this.#send({ type: 'looking', session_id });
  };

  poll_every = (ms: number): void => {
    if (ms !== this.#state.poll_ms) this.#set({ poll_ms: ms });
  };

  /** Asks again now instead of waiting for the next attempt. */
  retry = (): void => {
    clearTimeout(this.#retry_timer);
    this.#attempts = 0;
    this.#set({ status: this.#state.board ? 'reconnecting' : 'connecting' });
    this.#connect();
  };

  #connect(): void {
    const socket = this.#source.open_socket();
    this.#socket = socket;
    socket.onopen = () => {
      this.#is_open = true;
      this.#asked = [];
      this.#send({ type: 'hello', token: this.#source.token });
      this.#ask();
      if (this.#looking && this.#may_look) this.#send({ type: 'looking', session_id: this.#looking });
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    };
  }

  /** Where the board already shows what is wanted, the server need only tell what was missed. */
  #ask(): void {
    const { board, filter } = this.#state;
    const is_resumed = !!board?.epoch && is_same(board.filter, filter) && this.#asked.length === 0;
    if (!is_resumed) this.#asked.push(filter);
    this.#send({ type: 'subscribe', ...(is_resumed && { after: board.seq, epoch: board.epoch }), filter });
  }

  #send(message: ClientMessage): void {
    if ((this.#socket?.readyState ?? socket_open) === socket_open)
      this.#socket?.send(JSON.stringify(message));
  }

  #receive(data: string): void {
    try {
      const message = server_message(JSON.parse(data));
      this.#attempts = 0;
      this.#stop_polling();
      const { board } = this.#state;
      if (message.type === 'alert') {
        if (board) this.#set({ status: 'live', board: { ...board, seq: Math.max(board.seq, message.seq) } });
        for (const listener of this.#alert_listeners) listener(message.alert);
        return;
      }
      const filter =
        message.type === 'snapshot' ? (this.#asked.shift() ?? this.#state.filter) : board?.filter;
      this.#set({ status: 'live', board: apply_message(board, message, this.#source.now(), filter) });
    } catch {
      // A message we cannot read leaves us in doubt about everything: begin again with a snapshot.
      if (this.#state.board) this.#set({ board: { ...this.#state.board, epoch: '' } });
      this.#socket?.close();
    }
  }

  #lost(code: number): void {
    this.#socket = undefined;
    this.#is_open = false;
    if (this.#is_stopped) return;
    if (code === closed_not_allowed) {
      this.#deny();
      return;
    }
    if (code === closed_not_understood) this.#may_look = false;
    this.#attempts += 1;
    if (this.#attempts >= attempts_before_polling) this.#poll();
    if (this.#state.status === 'live') this.#set({ status: 'reconnecting' });
    const backoff = Math.min(backoff_ms_max, backoff_ms_first * 2 ** (this.#attempts - 1));
    this.#retry_timer = setTimeout(() => this.#connect(), backoff * (0.5 + this.#source.random() / 2));
  }

  #poll_again(): void {
    this.#stop_polling();
    this.#poll();
  }

  #poll(): void {
    if (this.#poll_timer) return;
    this.#poll_timer = setTimeout(() => this.#poll_again(), this.#state.poll_ms);
    const { filter } = this.#state;
    this.#source.poll(filter).then(
      ({ sessions, ...counts }) => {
        if (!this.#poll_timer || filter !== this.#state.filter) return;
        this.#set({
          status: 'polling',
          board: board_of({ sessions, counts }, this.#source.now(), filter),
        });
      },
      (error) => {
        if (error?.status === 401 || error?.status === 403) this.#deny();
        else if (this.#poll_timer) this.#set({ status: this.#state.board ? 'reconnecting' : 'failed' });
      },
    );
  }

  #stop_polling(): void {
    clearTimeout(this.#poll_timer);
    this.#poll_timer = undefined;
  }

  #deny(): void {
    this.stop();
    this.#set({ status: 'denied' });
  }

  #set(part: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

const is_same = (one: LiveFilter, other: LiveFilter): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);
