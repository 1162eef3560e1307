import { readFileSync } from 'node:fs';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../../protocol/visits';
import { ActiveSessionsWidget } from './active-sessions-widget';
import { wait_seconds } from './answer';
import { SessionTimeline } from './session-timeline';
import { actions_share, duration_text } from './words';

const session: Session = JSON.parse(readFileSync(`${process.cwd()}/protocol/visits/session.json`, 'utf8'));

/** Answers in their order; the last one goes on. */
function fetcher_of(...answers: unknown[]) {
  return vi.fn(async (_path: string, _signal: AbortSignal) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

const seconds = (count: number) => act(() => vi.advanceTimersByTimeAsync(count * 1000));

function hide(is_hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: is_hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  hide(false);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the count of users online', () => {
  it('comes, and is kept up to date', async () => {
    const fetcher = fetcher_of({ sessions: [session], total_count: 1 }, { sessions: [], total_count: 12 });
    render(<ActiveSessionsWidget site="s-1" fetcher={fetcher} />);
    expect(screen.getByRole('status').getAttribute('aria-busy')).toBe('true');
    await seconds(0);
    expect(screen.getByRole('status').textContent).toBe('1 user online');
    await seconds(10);
    expect(screen.getByRole('status').textContent).toBe('12 users online');
    expect(fetcher.mock.calls[0]?.[0]).toBe('/api/v1/sessions/active?site=s-1&limit=1');
  });

  it('is not asked for while nobody looks', async () => {
    const fetcher = fetcher_of({ sessions: [], total_count: 0 });
    render(<ActiveSessionsWidget site="s-1" fetcher={fetcher} every={5} />);
    await seconds(0);
    hide(true);
    await seconds(600);
    expect(fetcher).toHaveBeenCalledTimes(1);
    hide(false);
    await seconds(0);
    expect(fetcher).toHaveBeenCalledTimes(2);
    await seconds(5);
    expect(fetcher).toHaveBeenCalledTimes(3);
  });

  it('says when it is old, and when it never came', async () => {
    const failing = new Error('no network');
    const { unmount } = render(
      <ActiveSessionsWidget site="s-1" fetcher={fetcher_of({ sessions: [], total_count: 3 }, failing)} />,
    );
    await seconds(10);
    expect(screen.getByRole('status').textContent).toBe('3 users online (not up to date)');
    unmount();
    const fetcher = fetcher_of(failing, { sessions: [], total_count: 4 });
    render(<ActiveSessionsWidget site="s-1" fetcher={fetcher} />);
    await seconds(0);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await seconds(0);
    expect(screen.getByRole('status').textContent).toBe('4 users online');
  });

  it('asks the server with a staff token, and later and later when that fails', async () => {
    const fetch = vi.fn(async (_url: string, _options: RequestInit) => new Response('{}', { status: 503 }));
    vi.stubGlobal('fetch', fetch);
    const { unmount } = render(
      <ActiveSessionsWidget site="s-1" server="https://sojourn.test" token="sja_1" every={10} />,
    );
    await seconds(0);
    const [url, { headers }] = fetch.mock.calls[0]!;
    expect(url).toBe('https://sojourn.test/api/v1/sessions/active?site=s-1&limit=1');
    expect(headers).toMatchObject({ Authorization: 'Bearer sja_1' });
    await seconds(19);
    expect(fetch).toHaveBeenCalledTimes(1);
    await seconds(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    unmount();
    await seconds(600);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect([0, 1, 5, 20].map((failures) => wait_seconds(10, failures))).toEqual([10, 20, 300, 300]);
  });
});

describe('the timeline of a user', () => {
  it('has a bar for each visit: its duration and its actions', async () => {
    const sessions = [
      { ...session, session_id: 'now', action_count: 1, status: 'active' as const },
      { ...session, session_id: 'long', duration_seconds: 3_725, action_count: 60 },
    ];
    const fetcher = fetcher_of({ sessions });
    const { container } = render(<SessionTimeline userId="u/1" fetcher={fetcher} limit={2} />);
    expect(screen.getByRole('status').textContent).toBe('Loading visits…');
    await seconds(0);
    expect(fetcher.mock.calls[0]?.[0]).toBe('/api/v1/sessions/user/u%2F1/history?limit=2');
    const bars = screen.getAllByRole('listitem');
    expect(bars.map((bar) => bar.querySelector('.sojourn-duration')?.textContent)).toEqual([
      '11 min 07 s',
      '1 h 02 min',
    ]);
    expect(bars.map((bar) => bar.querySelector('.sojourn-actions')?.textContent)).toEqual([
      '1 action',
      '60 actions',
    ]);
    const widths = [...container.querySelectorAll('.sojourn-bar-actions')].map((bar) =>
      bar.getAttribute('width'),
    );
    expect(widths).toEqual(['2%', '100%']);
    expect(bars[0]?.textContent).toContain('now');
    expect(container.querySelector('[style]')).toBeNull();
  });

  it('says that there are none', async () => {
    render(<SessionTimeline userId="u-1" fetcher={fetcher_of({ sessions: [] })} />);
    await seconds(0);
    expect(screen.getByText('No visits yet.')).toBeTruthy();
  });

  it.each([
    ['no network', new Error('no network')],
    ['The answer is not a list of visits.', { sessions: [{ session_id: 7 }] }],
    ['The answer is not a list of visits.', null],
  ])('says that they did not come (%s), and asks again when told', async (words, answer) => {
    const fetcher = fetcher_of(answer, { sessions: [session] });
    render(<SessionTimeline userId="u-1" fetcher={fetcher} />);
    await seconds(0);
    expect(screen.getByRole('alert').textContent).toContain(words);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await seconds(0);
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('shows another user from the beginning, and forgets what was asked for before', async () => {
    const fetcher = fetcher_of({ sessions: [session] }, { sessions: [] });
    const { rerender } = render(<SessionTimeline userId="u-1" fetcher={fetcher} />);
    await seconds(0);
    rerender(<SessionTimeline userId="u-2" fetcher={fetcher} />);
    expect(screen.queryAllByRole('listitem')).toEqual([]);
    await seconds(0);
    expect(fetcher.mock.calls[0]?.[1].aborted).toBe(true);
    expect(screen.getByText('No visits yet.')).toBeTruthy();
  });
});

it('figures become words', () => {
  expect([0, 59.9, 60, 3_600].map(duration_text)).toEqual([
    '0 min 00 s',
    '0 min 59 s',
    '1 min 00 s',
    '1 h 00 min',
  ]);
  expect([0, 1, 49, 50, 51].map(actions_share)).toEqual([0, 2, 98, 100, 100]);
});
