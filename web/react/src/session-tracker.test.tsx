import { render } from '@testing-library/react';
import { StrictMode, useEffect } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { init } from '../../sdk/src/index';
import { SessionTracker } from './session-tracker';
import { useSojourn, useTrackEvent } from './use-sojourn';

vi.mock('../../sdk/src/index', () => ({ init: vi.fn(() => tracker) }));
const tracker = vi.fn();

let site = 0;
const props = () => ({ site: `pk_${site}`, server: 'https://sojourn.test' });

beforeEach(() => {
  site += 1;
  tracker.mockClear();
  vi.mocked(init).mockClear();
});
afterEach(() => {
  window.sojourn = undefined as never;
});

function Search() {
  const track = useTrackEvent();
  useEffect(() => track('search', { query: 'pine' }), [track]);
  return <p>Found</p>;
}

it('starts the tracker once for the page, however often it is mounted', () => {
  const { unmount } = render(<SessionTracker {...props()} consent="required" />, { wrapper: StrictMode });
  unmount();
  render(<SessionTracker {...props()} />);
  expect(init).toHaveBeenCalledOnce();
  expect(init).toHaveBeenCalledWith({
    site: `pk_${site}`,
    api: 'https://sojourn.test',
    consent: 'required',
  });
});

it('keeps what children tell before it has started', () => {
  const { getByText } = render(
    <SessionTracker {...props()}>
      <Search />
    </SessionTracker>,
  );
  expect(getByText('Found')).toBeTruthy();
  expect(tracker.mock.calls).toEqual([['track', 'search', { query: 'pine' }]]);
});

it('says who the person is, and again only when that changes', () => {
  const person = { email: 'ada@example.com' };
  const { rerender } = render(<SessionTracker {...props()} person={person} />);
  rerender(<SessionTracker {...props()} person={{ ...person }} />);
  expect(tracker.mock.calls).toEqual([['identify', person]]);
  rerender(<SessionTracker {...props()} person={{ ...person, name: 'Ada' }} />);
  expect(tracker).toHaveBeenLastCalledWith('identify', { ...person, name: 'Ada' });
});

it('uses the script tag where there is no component, and nothing where there is neither', () => {
  const { rerender } = render(<Search />);
  const global = vi.fn();
  window.sojourn = global as never;
  function End() {
    const sojourn = useSojourn();
    useEffect(() => sojourn('end', 'logout'), [sojourn]);
    return null;
  }
  rerender(<End />);
  expect(global.mock.calls).toEqual([['end', 'logout']]);
});
