import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { axe_findings, go_live, open, server, with_app } from '../testing/app';
import { example } from '../testing/example';
import { FakeSocket } from '../testing/fake-socket';

with_app();
const address = () => window.location.pathname + window.location.search;
const lead = example('people/person.answer.json').lead.lead_id;

it('goes from page to page by link and by key', async () => {
  open('/live');
  await userEvent.click(await screen.findByRole('link', { name: 'People' }));
  expect(await screen.findByRole('heading', { name: 'People' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'People' }).getAttribute('aria-current')).toBe('page');
  expect(document.title).toBe('People · Sojourn');
  await userEvent.keyboard('gi');
  expect(await screen.findByRole('heading', { name: 'Insights' })).toBeTruthy();
});

it('explains its keys', async () => {
  open('/live');
  await screen.findByRole('link', { name: 'People' });
  await userEvent.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
});

it('lists visits by the filters of the address, page after page', async () => {
  open('/visits?from=2026-11-01&to=2026-11-21&exit_reason=timeout&has_errors=true');
  expect(await screen.findByText('214 visits')).toBeTruthy();
  expect(server.requests('GET', '/api/v1/sessions')[0]?.query).toMatchObject({
    from: '2026-11-01',
    exit_reason: 'timeout',
    has_errors: 'true',
  });
  expect(await axe_findings()).toEqual([]);
  server.answers['/api/v1/sessions'] = { sessions: [], total_count: 214, next_cursor: null };
  await userEvent.click(screen.getByRole('button', { name: 'More visits' }));
  await waitFor(() => expect(server.requests('GET', '/api/v1/sessions')[1]?.query.cursor).toBe('c2'));
  await userEvent.click(screen.getByRole('button', { name: 'Remove With errors' }));
  expect(address()).toBe('/visits?from=2026-11-01&to=2026-11-21&exit_reason=timeout');
});

it('opens a journey above the list of visits, which stays as it was', async () => {
  open('/visits?category=hot');
  const [first] = await screen.findAllByRole('link', { name: /^Nov 21/ });
  await userEvent.click(first as HTMLElement);
  expect(await screen.findByRole('dialog')).toBeTruthy();
  expect(address()).toMatch(/^\/visits\/journey\/.+\?category=hot$/);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(address()).toBe('/visits?category=hot'));
});

it('searches people, and shows one over all visits', async () => {
  open('/people');
  await userEvent.type(await screen.findByRole('searchbox', { name: 'Search people' }), 'ada');
  await waitFor(() => expect(server.requests('GET', '/leads').at(-1)?.query.q).toBe('ada'));
  expect(await axe_findings()).toEqual([]);
  await userEvent.click(await screen.findByRole('link', { name: 'Ada Lovelace' }));
  expect(window.location.pathname).toBe(`/people/${lead}`);
  expect(await screen.findByText('came back 5 times')).toBeTruthy();
  expect(screen.getByRole('img', { name: /Score over 2 visits, from 38 to 78/ })).toBeTruthy();
  expect(await screen.findByRole('row', { name: /Sum 32/ })).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
});

it('takes the word of staff on whether a lead is real', async () => {
  open(`/people/${lead}`);
  await userEvent.click(await screen.findByRole('button', { name: 'Real' }));
  expect(await screen.findByText('Thank you, it is kept.')).toBeTruthy();
  expect(server.requests('POST', '/feedback')[0]?.body).toEqual({ real: true });
});

it('answers every question, each figure a link to its visits', async () => {
  open('/insights?from=2026-10-23&to=2026-11-21');
  expect(await screen.findByRole('link', { name: 'Monday, 20:00: 90 visits' })).toBeTruthy();
  for (const title of [
    'How long they stay',
    'How deep they go',
    'What makes them leave',
    'New and returning',
    'In and out',
    'Features used together',
    'Funnels',
    'Who comes back',
    'Day by day',
  ])
    expect(screen.getByRole('region', { name: title })).toBeTruthy();
  expect(server.requests('GET', '/insights/flows')[0]?.query).toMatchObject({
    from: '2026-10-23',
    to: '2026-11-21',
  });
  expect(await axe_findings()).toEqual([]);
  await userEvent.click(await screen.findByRole('link', { name: '39 visits: /listings' }));
  expect(address()).toBe('/visits?from=2026-10-23&to=2026-11-21&exit_page=%2Flistings');
});

it('says the hours in a table too', async () => {
  open('/insights');
  await userEvent.click(await screen.findByRole('button', { name: 'As a table' }));
  expect(await screen.findByRole('columnheader', { name: 'Monday' })).toBeTruthy();
  expect(screen.getByRole('row', { name: /^20:00 90/ })).toBeTruthy();
});

it('leaves the other answers standing when one question fails', async () => {
  server.answers['/api/v1/insights/funnels'] = [404, { detail: 'There is nothing here.' }];
  open('/insights');
  expect(await screen.findByText('This server cannot answer that yet.')).toBeTruthy();
  expect(await screen.findByText('2.8×')).toBeTruthy();
});

it('exports what one looks at', async () => {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => {} }));
  open('/visits?from=2026-11-01&to=2026-11-21');
  await userEvent.click(await screen.findByRole('button', { name: 'Export visits as CSV' }));
  await waitFor(() =>
    expect(server.requests('GET', '/export')[0]?.query).toMatchObject({
      kind: 'visits',
      format: 'csv',
      from: '2026-11-01',
    }),
  );
});

it('shows what draws people, and who is on it now', async () => {
  open('/properties');
  const list = within(await screen.findByRole('list', { name: 'Properties by interest' }));
  expect(list.getByText('14 came back to it')).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
  await userEvent.click(list.getByRole('link', { name: /4 people on it now/ }));
  expect(address()).toBe('/live/all?property=1001');
});

it('tells of an alert when it arrives, and leads to its journey', async () => {
  open('/insights');
  await go_live([]);
  expect(await screen.findByRole('link', { name: '1 unread alert' })).toBeTruthy();
  act(() => FakeSocket.last.says(example('live/alert.server.json')));
  expect(await screen.findByText('Ada Lovelace became hot')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Look' }));
  expect(window.location.pathname).toMatch(/^\/insights\/journey\//);
});

it('lists alerts, those held back too, and marks them as read', async () => {
  open('/alerts');
  const list = within(await screen.findByRole('list', { name: 'Alerts' }));
  expect(list.getByText('Held back: quiet hours')).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Mark all as read' }));
  await waitFor(() =>
    expect(server.requests('POST', '/alerts/read')[0]?.body).toEqual({ up_to: '2026-11-21T09:42:34.000Z' }),
  );
});

it('asks the browser for notifications only when somebody wants them', async () => {
  const ask = vi.fn(async () => 'granted');
  vi.stubGlobal('Notification', Object.assign(vi.fn(), { permission: 'default', requestPermission: ask }));
  const { want_notifications } = await import('../features/alerts/notifications');
  expect(ask).not.toHaveBeenCalled();
  await want_notifications(true);
  expect(ask).toHaveBeenCalledOnce();
});

it('reads earlier visits of a person when somebody asks for them', async () => {
  const answer = example('people/person.answer.json');
  const older = { ...answer.visits[0], session_id: 'older', start_time: '2025-11-02T10:00:00.000Z' };
  server.answers[`/api/admin/leads/${lead}`] = { ...answer, next_cursor: 'c2' };
  open(`/people/${lead}`);
  const more = await screen.findByRole('button', { name: 'Earlier visits' });
  server.answers[`/api/admin/leads/${lead}`] = { ...answer, visits: [older], next_cursor: null };
  await userEvent.click(more);
  expect(await screen.findByRole('heading', { name: '2 visits' })).toBeTruthy();
  expect(server.asked.some(({ query }) => query.cursor === 'c2')).toBe(true);
});
