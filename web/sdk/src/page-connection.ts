/**
 * The page's socket to the server: tells the tab's state, takes cards, and says what became of them. It follows the
 * visit; when it is lost it comes back later and later, each page at a time of its own.
 */

import type { PageClientMessage, PageServerMessage } from '../../protocol/page';
import type { Tab } from '../../protocol/visits';
import type { Visit } from './stored';

export const retry_ms = { first: 1_000, max: 60_000 };
/** Tries of a page that was never welcome: its policy may forbid the socket, and each try is a line in its console. */
export const tries_max = 6;
/** Reports that wait for a connection, at most; older ones are forgotten. */
const reports_max = 20;
/** The server has refused this visit for good: wrong key, unknown, ended. */
const final_codes = [4401, 4404, 4410];

export interface PageConnectionSettings {
  url: string;
  tab: Tab;
  receive: (message: PageServerMessage) => void;
  open?: (url: string) => WebSocket;
}

export class PageConnection {
  private readonly settings: PageConnectionSettings;
  private socket: WebSocket | undefined;
  private session_id: string | undefined;
  private is_welcome = false;
  private was_welcome = false;
  private finished: string | undefined;
  private failures = 0;
  private next_try = 0;
  private reports: PageClientMessage[] = [];

  constructor(settings: PageConnectionSettings) {
    this.settings = settings;
  }

  /** Connects for this visit, if it is time to; leaves when there is none. Called every second. */
  follow(visit: Visit | undefined): void {
    if (this.session_id !== visit?.session_id) {
      this.close();
      this.session_id = visit?.session_id;
      this.next_try = 0;
    }
    if (visit && !this.socket && visit.session_id !== this.finished && Date.now() >= this.next_try)
      this.connect(visit);
  }

  /** The next try is now: the browser is online again, or the page is looked at again. */
  hurry(): void {
    this.failures = 0;
    this.next_try = 0;
  }

  tell_tab(): void {
    if (this.socket?.readyState === 1) this.send({ type: 'tab', state: this.settings.tab.state });
  }

  report(message: PageClientMessage): void {
    if (this.is_welcome) this.send(message);
    else this.reports = [...this.reports, message].slice(-reports_max);
  }

  close(): void {
    const socket = this.socket;
    this.socket = undefined;
    this.is_welcome = false;
    socket?.close();
  }

  private connect({ session_id, session_key }: Visit): void {
    const { url, tab, open = (address) => new WebSocket(address) } = this.settings;
    let socket: WebSocket;
    try {
      socket = open(url);
    } catch {
      this.lost(0);
      return;
    }
    this.socket = socket;
    socket.onopen = () =>
      this.send({ type: 'hello', session_id, session_key, tab: tab.id, state: tab.state });
    socket.onmessage = ({ data }) => {
      if (socket === this.socket) this.take(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.socket) this.lost(code);
    };
  }

  private take(data: unknown): void {
    let message: PageServerMessage;
    try {
      message = JSON.parse(data as string);
    } catch {
      return;
    }
    if (message.type === 'welcome') {
      this.is_welcome = true;
      this.was_welcome = true;
      this.failures = 0;
      for (const report of this.reports.splice(0)) this.send(report);
    } else if (message.type === 'ended') {
      this.finished = message.session_id;
      this.close();
    } else {
      this.settings.receive(message);
    }
  }

  private lost(code: number): void {
    this.socket = undefined;
    this.is_welcome = false;
    if (final_codes.includes(code)) this.finished = this.session_id;
    const wait = Math.min(retry_ms.first * 2 ** this.failures++, retry_ms.max);
    const is_hopeless = !this.was_welcome && this.failures >= tries_max;
    this.next_try = is_hopeless ? Number.POSITIVE_INFINITY : Date.now() + wait * (0.5 + Math.random() / 2);
  }

  private send(message: PageClientMessage): void {
    this.socket?.send(JSON.stringify(message));
  }
}
