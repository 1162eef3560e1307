import { act, cleanup, render, screen, within } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { board_of } from '../../lib/live-board';
import type { LiveStatus } from '../../lib/live-connection';
import { counts, visit } from '../../testing/visits';
import { LiveView } from './live-view';
import { leaving_ms } from './use-leaving';

const ada = visit('ada', {
  is_anonymous: false,
  lead_email: 'ada@example.com',
  behavioral_score: 78,
  score_category: 'hot',
  current_page: '/listings/1001',
  current_property: { id: '1001', address: '12 Heron Quay', city: 'Portland', state: 'ME', price: 685000 },
  page_views: 9,
  session_duration: 754,
  start_time: '2026-11-21T09:40:00.000Z',
});
const somebody = visit('somebody');

const retry = vi.fn();
const page = (sessions: ReturnType<typeof visit>[] | undefined, status: LiveStatus = 'live') => (
  <LiveView
    site_name="Harbor & Pine Homes"
    actions={() => null}
    view={{
      status,
      retry,
      at: null,
      poll_ms: 10_000,
      board: sessions && board_of({ sessions, counts: counts(214, 18) }, Date.now()),
    }}
  />
);

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('shows each visitor with temperature, place, page, property and figures', () => {
  render(page([ada, somebody]));
  const [first, second] = screen.getAllByRole('article');
  for (const words of [
    'ada@example.com',
    '78',
    'Hot',
    'Houston, Texas',
    '/listings/1001',
    '12 Heron Quay',
    '9',
  ])
    expect(within(first!).getByText(words)).toBeTruthy();
  expect(within(second!).getByText('Anonymous visitor')).toBeTruthy();
  expect(within(second!).getByText('Cold')).toBeTruthy();
});

it('counts all visitors, not only those listed', () => {
  render(page([ada]));
  const row = screen.getByLabelText('Visitors by temperature');
  expect(within(row).getByText('214')).toBeTruthy();
  expect(within(row).getByText('18')).toBeTruthy();
});

it('lets durations tick', () => {
  render(page([ada]));
  expect(screen.getByText('12 min 34 s')).toBeTruthy();
  act(() => vi.advanceTimersByTime(3000));
  expect(screen.getByText('12 min 37 s')).toBeTruthy();
});

it('lights up a value that changed', () => {
  const { rerender } = render(page([ada]));
  expect(screen.getByText('78').className).toBe('');
  rerender(page([{ ...ada, behavioral_score: 83 }]));
  expect(screen.getByText('83').className).toContain('changed');
});

it('lets a visit that ended fade before it goes', () => {
  const { rerender } = render(page([ada, somebody]));
  rerender(page([somebody]));
  expect(screen.getAllByRole('article')).toHaveLength(1);
  expect(screen.getByText('ada@example.com')).toBeTruthy();
  act(() => vi.advanceTimersByTime(leaving_ms));
  expect(screen.queryByText('ada@example.com')).toBeNull();
});

it('says honestly that it reconnects, and can be told to try now', () => {
  render(page([ada], 'reconnecting'));
  expect(screen.getByRole('status').textContent).toBe('Reconnecting…');
  screen.getByRole('button', { name: 'Try now' }).click();
  expect(retry).toHaveBeenCalledOnce();
});

it('shows how to add the tracker while nobody is here', () => {
  render(page([]));
  expect(screen.getByText(/sojourn\.js" data-site="PUBLIC_KEY"/)).toBeTruthy();
});

it('shows the shape of what is coming while it loads', () => {
  render(page(undefined, 'connecting'));
  expect(screen.getByText('Loading visits…')).toBeTruthy();
});

it('offers another try when the server does not answer', () => {
  render(page(undefined, 'failed'));
  expect(screen.getByRole('button', { name: 'Try again now' })).toBeTruthy();
});

it('has no accessibility findings', async () => {
  vi.useRealTimers();
  const { container } = render(<main>{page([ada, somebody])}</main>);
  // Colours need a real browser.
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
