/**
 * Keeps one board up to date: over a WebSocket, and by polling while no socket can be opened. Knows nothing of
 * React; a hook subscribes to it.
 */

import type { ActiveAnswer, ClientMessage } from '../../../protocol/live';
import { apply_message, type Board, board_of } from './live-board';
import { server_message } from './wire';

export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'failed' | 'denied';

export interface LiveState {
  status: LiveStatus;
  /** Undefined until the first answer. */
  board: Board | undefined;
}

export interface LiveSource {
  open_socket(): WebSocket;
  token: string;
  /** Rejects with `{status: 401}` when the token is not taken. */
  poll(): Promise<ActiveAnswer>;
  now(): number;
  random(): number;
}

export const list_limit = 50;
export const poll_ms = 10_000;
export const backoff_ms_first = 500;
export const backoff_ms_max = 30_000;
/** After so many attempts in a row without a message, polling begins beside further attempts. */
export const attempts_before_polling = 3;
const closed_not_allowed = 4401;

export class LiveConnection {
  #source: LiveSource;
  #state: LiveState = { status: 'connecting', board: undefined };
  #listeners = new Set<() => void>();
  #socket: WebSocket | undefined;
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
      this.#send({ type: 'hello', token: this.#source.token });
      const board = this.#state.board;
      this.#send({
        type: 'subscribe',
        ...(board?.epoch && { after: board.seq, epoch: board.epoch }),
        filter: { limit: list_limit, sort: 'started' },
      });
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    };
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #receive(data: string): void {
    try {
      const message = server_message(JSON.parse(data));
      this.#attempts = 0;
      this.#stop_polling();
      this.#set({ status: 'live', board: apply_message(this.#state.board, message, this.#source.now()) });
    } catch {
      // A message we cannot read leaves us in doubt about everything: begin again with a snapshot.
      if (this.#state.board) this.#set({ board: { ...this.#state.board, epoch: '' } });
      this.#socket?.close();
    }
  }

  #lost(code: number): void {
    this.#socket = undefined;
    if (this.#is_stopped) return;
    if (code === closed_not_allowed) {
      this.#deny();
      return;
    }
    this.#attempts += 1;
    if (this.#attempts >= attempts_before_polling) this.#poll();
    if (this.#state.status === 'live') this.#set({ status: 'reconnecting' });
    const backoff = Math.min(backoff_ms_max, backoff_ms_first * 2 ** (this.#attempts - 1));
    this.#retry_timer = setTimeout(() => this.#connect(), backoff * (0.5 + this.#source.random() / 2));
  }

  #poll(): void {
    if (this.#poll_timer) return;
    this.#poll_timer = setTimeout(() => {
      this.#poll_timer = undefined;
      this.#poll();
    }, poll_ms);
    this.#source.poll().then(
      ({ sessions, ...counts }) => {
        if (this.#poll_timer)
          this.#set({ status: 'polling', board: board_of(sessions, counts, this.#source.now()) });
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
