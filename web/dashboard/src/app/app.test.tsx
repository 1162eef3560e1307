import { readFileSync } from 'node:fs';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { take_access_from_address } from '../lib/access';
import { navigate } from '../lib/navigation';
import { FakeSocket } from '../testing/fake-socket';
import { snapshot, visit } from '../testing/visits';
import { App } from './app';

const journey = JSON.parse(readFileSync(`${process.cwd()}/protocol/live/journey.answer.json`, 'utf8'));
const sites = [
  { site_id: 'a', name: 'Harbor & Pine Homes' },
  { site_id: 'b', name: 'Second Site' },
];
let answers: Record<string, [status: number, body: unknown]>;
let asked: { path: string; token: string | null }[];

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', '/');
  FakeSocket.opened = [];
  asked = [];
  answers = { '/api/v1/me': [200, { role: 'admin', site_id: null, sites }] };
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async (path: string, { headers }: { headers: Record<string, string> }) => {
    asked.push({ path, token: headers.Authorization ?? null });
    const [status, body] = answers[path.split('?')[0] ?? ''] ?? [404, { detail: 'There is no such visit.' }];
    return new Response(JSON.stringify(body), { status });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(address: string): void {
  history.replaceState(null, '', address);
  take_access_from_address();
  render(<App />);
  navigate(window.location.pathname);
}

async function go_live(): Promise<void> {
  await waitFor(() => expect(FakeSocket.opened.length).toBeGreaterThan(0));
  FakeSocket.last.accept();
  FakeSocket.last.says(snapshot(1, [visit('s1', { lead_name: 'Grace Hopper', is_anonymous: false })]));
}

it('takes the token from the link, and out of the address', async () => {
  open('/#token=secret');
  expect(window.location.hash).toBe('');
  await go_live();
  expect(await screen.findByText('Grace Hopper')).toBeTruthy();
  expect(asked[0]).toEqual({ path: '/api/v1/me', token: 'Bearer secret' });
  expect(FakeSocket.last.sent[0]).toEqual({ type: 'hello', token: 'secret' });
});

it('asks for a token where there is none', async () => {
  open('/');
  await userEvent.type(screen.getByLabelText('Access token'), 'typed');
  await userEvent.click(screen.getByRole('button', { name: 'Open' }));
  await go_live();
  expect(asked[0]?.token).toBe('Bearer typed');
});

it('leads back with a clear message when the token is refused', async () => {
  answers['/api/v1/me'] = [401, { title: 'Not signed in' }];
  open('/#token=old');
  expect((await screen.findByRole('alert')).textContent).toMatch(/did not take this token/);
});

it('leads back when the socket is refused', async () => {
  open('/#token=old');
  await waitFor(() => expect(FakeSocket.opened.length).toBeGreaterThan(0));
  FakeSocket.last.close(4401);
  expect(await screen.findByRole('alert')).toBeTruthy();
});

it('switches between sites', async () => {
  open('/#token=secret&site=b');
  const switcher = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Site' });
  expect(switcher.value).toBe('b');
  await userEvent.selectOptions(switcher, 'a');
  expect((await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Site' })).value).toBe('a');
});

it('opens the site that a link names', async () => {
  open('/alerts?site=b#token=secret');
  const switcher = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Site' });
  expect(switcher.value).toBe('b');
});

it('opens a journey from its card, with an address of its own, and Escape closes it', async () => {
  answers['/api/admin/sessions/s1/journey'] = [200, journey];
  open('/#token=secret');
  await go_live();
  await userEvent.click(await screen.findByRole('link', { name: 'View journey of Grace Hopper' }));
  expect(window.location.pathname).toBe('/live/journey/s1');
  expect(await screen.findByText('What happened')).toBeTruthy();
  expect(screen.getByRole('img', { name: 'Score from 0 to 32' })).toBeTruthy();
  expect(screen.getByText('Saved a property')).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(window.location.pathname).toBe('/live'));
});

it('opens a journey from a link, and says when there is none', async () => {
  open('/live/journey/gone#token=secret');
  expect((await screen.findByRole('alert')).textContent).toContain('There is no such visit.');
});
