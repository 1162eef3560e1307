// @vitest-environment node
// The recipes of the README are run as they stand there, but for the server's address.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Window } from 'happy-dom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const readme = readFileSync(`${process.cwd()}/sdk/README.md`, 'utf8');

/** The one block of a language that has these words. */
function recipe(language: string, words: string): string {
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(
    ([, kind, text]) => kind === language && text?.includes(words),
  );
  expect(blocks).toHaveLength(1);
  return blocks[0]?.[2] as string;
}

const has = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const module_of = (text: string) => import(`data:text/javascript,${encodeURIComponent(text)}`);

let server: Server;
let asked: { path?: string | undefined; key?: unknown; body: Record<string, unknown> }[];

beforeAll(async () => {
  asked = [];
  server = createServer(async (request, answer) => {
    let body = '';
    for await (const piece of request) body += piece;
    asked.push({ path: request.url, key: request.headers['x-session-key'], body: JSON.parse(body) });
    answer.end('{"accepted": 1}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => server.close());

const here = (text: string): string =>
  text.replaceAll(
    'https://sojourn.example.com',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );

const run = (program: string, ...values: string[]): Promise<number | null> =>
  new Promise((done) => spawn(program, values).on('close', done));

describe('the stub', () => {
  it('keeps calls in their order', () => {
    const window: { sojourn?: { q: IArguments[] } } = {};
    const text = recipe('js', 'sojourn.q');
    new Function('window', `with (window) { ${text} }`)(window);
    expect(window.sojourn?.q.map((call) => [...call][0])).toEqual(['track', 'identify', 'end']);
  });
});

describe('the consent banner', () => {
  it('asks once, and tells the tracker', () => {
    const window = new Window();
    const { document, localStorage } = window;
    const told: unknown[][] = [];
    const open = () => {
      document.body.innerHTML = recipe('html', 'id="consent"').replace(/<script[\s\S]*?<\/script>/g, '');
      new Function('document', 'localStorage', 'sojourn', recipe('js', '#consent'))(
        document,
        localStorage,
        (...call: unknown[]) => told.push(call),
      );
      return document.querySelector('#consent') as unknown as HTMLElement;
    };
    const banner = open();
    expect([banner.hidden, told]).toEqual([false, []]);
    banner.querySelector<HTMLElement>('[value=granted]')?.click();
    expect([banner.hidden, told]).toEqual([true, [['consent', 'granted']]]);
    expect(open().hidden).toBe(true);
    expect(told).toHaveLength(2);
  });
});

describe('events from a server', () => {
  const expected = {
    path: '/api/v1/sessions/s-1/event',
    key: 'k-1',
    body: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'payment',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)$/),
      data: { amount: '10' },
    },
  };

  it('work in Node', async () => {
    const { tell } = await module_of(here(recipe('js', 'X-Session-Key')));
    expect(await tell('s-1', 'k-1', 'payment', { amount: '10' })).toEqual({ accepted: 1 });
    expect(asked.at(-1)).toEqual(expected);
  });

  it.skipIf(!has('python3'))('work in Python', async () => {
    const text = here(recipe('python', 'X-Session-Key'));
    expect(await run('python3', '-c', `${text}\ntell("s-1", "k-1", "payment", {"amount": "10"})`)).toBe(0);
    expect(asked.at(-1)).toEqual(expected);
  });

  it.skipIf(!has('curl'))('begin with curl', async () => {
    expect(await run('sh', '-c', here(recipe('sh', 'curl')))).toBe(0);
    expect(asked.at(-1)).toMatchObject({
      path: '/api/v1/sessions/start',
      body: { site: 'PUBLIC_KEY', entry: { page: '/kiosk' } },
    });
  });
});

describe('user tokens', () => {
  const secret = 'ust_secret';

  function check(token: string) {
    const [first = '', second] = token.trim().split('.');
    const { sub, exp } = JSON.parse(Buffer.from(first, 'base64url').toString());
    expect(sub).toBe('u-1');
    expect(exp).toBeGreaterThan(Date.now() / 1000 + 3_500);
    expect(second).toBe(createHmac('sha256', secret).update(first).digest('base64url'));
  }

  it('are made in Node', async () => {
    const { user_token } = await module_of(recipe('js', 'createHmac'));
    check(user_token('u-1', secret));
  });

  it.skipIf(!has('python3'))('are made in Python', () => {
    const text = `${recipe('python', 'hmac')}\nprint(user_token("u-1", "${secret}"))`;
    check(execFileSync('python3', ['-c', text], { encoding: 'utf8' }));
  });

  it.skipIf(!has('php'))('are made in PHP', () => {
    const text = `${recipe('php', 'hash_hmac')}\necho user_token("u-1", "${secret}");`;
    check(execFileSync('php', ['-r', text], { encoding: 'utf8' }));
  });
});

it('what the recipes declare is what the tracker knows', () => {
  const attributes = new Set(
    [...readme.matchAll(/data-sojourn-(event|view|workflow)=/g)].map(([, name]) => name),
  );
  expect([...attributes].sort()).toEqual(['event', 'view', 'workflow']);
});
