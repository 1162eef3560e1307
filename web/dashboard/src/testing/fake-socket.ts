/** A socket whose server is the test. */
export class FakeSocket {
  static opened: FakeSocket[] = [];
  static get last(): FakeSocket {
    return FakeSocket.opened[FakeSocket.opened.length - 1] as FakeSocket;
  }

  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  readonly sent: Record<string, unknown>[] = [];

  constructor() {
    FakeSocket.opened.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  accept(): void {
    this.onopen?.();
  }

  says(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  close(code = 1006): void {
    this.onclose?.({ code });
  }
}
