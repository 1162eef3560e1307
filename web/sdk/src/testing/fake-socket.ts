import { readFileSync } from 'node:fs';
import { vi } from 'vitest';

/** An example of the protocol, by its path in web/protocol. */
export const example = (path: string) =>
  JSON.parse(readFileSync(`${process.cwd()}/protocol/${path}.json`, 'utf8'));

/** The client's end of a socket; what it sent is in `sent`. */
export class FakeSocket {
  readonly sent: Record<string, unknown>[] = [];
  readyState = 0;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  close = vi.fn(() => {
    this.readyState = 3;
  });

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
    this.say({ type: 'welcome' });
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  lose(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}
