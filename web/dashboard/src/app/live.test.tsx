import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { axe_findings, go_live, open, server, with_app } from '../testing/app';
import { example } from '../testing/example';
import { FakeSocket } from '../testing/fake-socket';
import { change, snapshot, visit } from '../testing/visits';

with_app();
const whole = example('live/session-whole.json');
const bot = example('live/session-bot.json');
const address = () => window.location.pathname + window.location.search;

it('shows presence, trouble, colleagues and what staff did on a card', async () => {
  open('/live');
  await go_live([whole]);
  const card = within(await screen.findByRole('article'));
  for (const words of [
    /Here, 2 tabs/,
    'Struggling: rage clicks',
    /Ada is looking/,
    'Ben',
    'Followed',
    'Returning',
    'investor',
  ])
    expect(card.getByText(words)).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
});

it('asks for the five newest, and leads to all of them', async () => {
  open('/live');
  await go_live([whole]);
  expect(FakeSocket.last.sent[1]).toMatchObject({ filter: { limit: 5, sort: 'started' } });
  await userEvent.click(await screen.findByRole('link', { name: /Everyone/ }));
  expect(window.location.pathname).toBe('/live/all');
  await waitFor(() =>
    expect(FakeSocket.last.sent.at(-1)).toMatchObject({ filter: { lane: 'people', offset: 0, limit: 50 } }),
  );
});

it('lists everyone with the filters of the address, and asks anew when one changes', async () => {
  open('/live/all?category=hot&q=ada');
  await go_live([whole]);
  await waitFor(() =>
    expect(FakeSocket.last.sent.at(-1)).toMatchObject({ filter: { category: 'hot', q: 'ada' } }),
  );
  act(() => FakeSocket.last.says(snapshot(2, [whole])));
  expect(await screen.findByRole('link', { name: 'View journey of ada@example.com' })).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Struggling' }));
  expect(address()).toBe('/live/all?category=hot&q=ada&struggling=true');
  await waitFor(() => expect(FakeSocket.last.sent.at(-1)).toMatchObject({ filter: { struggling: true } }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove Hot' }));
  expect(address()).toBe('/live/all?q=ada&struggling=true');
});

it('waits for a pause in the typing before it searches', async () => {
  open('/live/all');
  await go_live([whole]);
  await userEvent.keyboard('/');
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search visits' }), 'heron');
  await waitFor(() => expect(address()).toBe('/live/all?q=heron'));
  const searches = FakeSocket.last.sent.filter(({ filter }) => (filter as { q?: string } | undefined)?.q);
  expect(searches).toHaveLength(1);
});

it('says when nobody matches, and clears the filters', async () => {
  open('/live/all?city=Nowhere');
  await go_live([]);
  await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
  expect(address()).toBe('/live/all');
});

it('keeps bots in a lane of their own, with the reason', async () => {
  open('/live/all');
  await go_live([whole]);
  await userEvent.click(screen.getByRole('button', { name: 'Bots' }));
  await waitFor(() => expect(FakeSocket.last.sent.at(-1)).toMatchObject({ filter: { lane: 'bots' } }));
  act(() => FakeSocket.last.says(snapshot(2, [bot])));
  expect(await screen.findByText('Says it is GPTBot')).toBeTruthy();
});

it('moves nothing under the pointer: changes wait until they are asked for', async () => {
  const older = visit('older', { lead_email: 'older@example.com', start_time: '2026-11-21T09:00:00.000Z' });
  open('/live/all');
  await go_live([older]);
  await screen.findByText('older@example.com');
  await userEvent.hover(screen.getByRole('list', { name: 'Visits' }));
  act(() =>
    FakeSocket.last.says(change(2, { started: [visit('newer', { lead_email: 'newer@example.com' })] })),
  );
  act(() => FakeSocket.last.says(change(3, { ended: [{ session_id: 'older', reason: 'timeout' }] })));
  expect(screen.getByText('older@example.com')).toBeTruthy();
  expect(screen.queryByText('newer@example.com')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: '2 changes, show' }));
  expect(await screen.findByText('newer@example.com')).toBeTruthy();
  expect(screen.queryByText('older@example.com')).toBeNull();
});

it('keeps filters under a name', async () => {
  open('/live/all?category=hot');
  await go_live([whole]);
  await userEvent.click(screen.getByRole('button', { name: /^Filters/ }));
  await userEvent.type(screen.getByLabelText('Name for these filters'), 'Hot ones{Enter}');
  await userEvent.click(screen.getByRole('button', { name: 'Clear all' }));
  expect(address()).toBe('/live/all');
  await userEvent.click(screen.getByRole('link', { name: 'Hot ones' }));
  expect(address()).toBe('/live/all?category=hot');
  await userEvent.click(screen.getByRole('button', { name: 'Forget Hot ones' }));
  expect(screen.queryByRole('link', { name: 'Hot ones' })).toBeNull();
});

it('shows the past, clearly, and comes back', async () => {
  open('/live/all?at=2026-11-21T09:00:00.000Z');
  expect(await screen.findByRole('heading', { name: 'Who was here' })).toBeTruthy();
  expect(await screen.findByRole('link', { name: 'View journey of ada@example.com' })).toBeTruthy();
  expect(server.requests('GET', '/sessions/at')[0]?.query).toMatchObject({
    time: '2026-11-21T09:00:00.000Z',
  });
  expect(screen.getByText(/^Past:/)).toBeTruthy();
  expect(screen.getByText('The past')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'One minute on' }));
  expect(new URLSearchParams(window.location.search).get('at')).toBe('2026-11-21T09:01:00.000Z');
  await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
  expect(address()).toBe('/live/all');
});

it('has a map whose places work by keyboard, and a table that says the same', async () => {
  open('/live/map');
  await go_live([whole]);
  const place = await screen.findByRole('button', { name: 'Houston, Texas: 12 visits, 3 hot, 4 warm' });
  expect(screen.getByText('2 visits from unknown places.')).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
  place.focus();
  await userEvent.keyboard('{Enter}');
  expect(address()).toBe('/live/all?city=Houston&state=Texas&country=United+States');
});

it('polls when no socket can be opened, and says how often', async () => {
  server.answers['/api/admin/sessions/active'] = example('live/active.answer.json');
  open('/live');
  for (let attempt = 0; attempt < 3; attempt++) {
    await waitFor(() => expect(FakeSocket.opened).toHaveLength(attempt + 1), { timeout: 3000 });
    act(() => FakeSocket.last.close());
  }
  expect(await screen.findByText('Reconnecting, updates every 10 seconds')).toBeTruthy();
  expect(await screen.findAllByRole('article')).toHaveLength(2);
});

it('keeps the newest cards in place too while somebody points at them', async () => {
  open('/live');
  await go_live([visit('one', { lead_email: 'one@example.com' })]);
  await userEvent.hover(await screen.findByText('one@example.com'));
  const next = visit('two', { lead_email: 'two@example.com', start_time: '2026-11-21T09:40:00.000Z' });
  act(() =>
    FakeSocket.last.says(change(2, { started: [next], ended: [{ session_id: 'one', reason: 'displaced' }] })),
  );
  expect(screen.getByText('one@example.com')).toBeTruthy();
  await userEvent.unhover(screen.getByRole('list', { name: 'Visits' }));
  expect(await screen.findByText('two@example.com')).toBeTruthy();
});

it('walks through the list by keyboard', async () => {
  const ids = ['first', 'second'];
  open('/live/all');
  await go_live(
    ids.map((id, index) =>
      visit(id, { lead_email: `${id}@example.com`, start_time: `2026-11-21T09:3${9 - index}:00.000Z` }),
    ),
  );
  await screen.findByText('second@example.com');
  const focused = () => document.activeElement?.textContent;
  await userEvent.keyboard('j');
  expect(focused()).toBe('first@example.com');
  await userEvent.keyboard('j');
  expect(focused()).toBe('second@example.com');
  await userEvent.keyboard('k{Enter}');
  expect(window.location.pathname).toBe('/live/all/journey/first');
});

it('asks for little again when one looks away from the list', async () => {
  open('/live/all?category=hot');
  await go_live([whole]);
  await waitFor(() => expect(FakeSocket.last.sent.at(-1)).toMatchObject({ filter: { category: 'hot' } }));
  await userEvent.click(screen.getByRole('link', { name: 'Insights' }));
  await waitFor(() =>
    expect(FakeSocket.last.sent.at(-1)).toMatchObject({ filter: { limit: 5, sort: 'started' } }),
  );
});

it('plays the past, minute after minute, until it is now', async () => {
  open('/live?at=2026-11-21T09:00:00.000Z');
  await userEvent.click(await screen.findByRole('button', { name: '60×' }));
  await userEvent.click(screen.getByRole('button', { name: 'Play' }));
  await waitFor(
    () => expect(new URLSearchParams(window.location.search).get('at')).toBe('2026-11-21T09:01:00.000Z'),
    { timeout: 3000 },
  );
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(screen.getByRole('slider', { name: 'Moment' })).toBeTruthy();
});
