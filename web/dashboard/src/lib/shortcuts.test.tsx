import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { useShortcuts } from './shortcuts';

const live = vi.fn();
const help = vi.fn();

function Page({ is_on = true }: { is_on?: boolean }) {
  useShortcuts({ 'g l': live, '?': help }, is_on);
  return <input aria-label="Field" />;
}

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

it('runs a key and a sequence of two', async () => {
  render(<Page />);
  await userEvent.keyboard('?gl');
  expect(help).toHaveBeenCalledOnce();
  expect(live).toHaveBeenCalledOnce();
});

it('stays out of the way of whoever is writing', async () => {
  render(<Page />);
  await userEvent.type(screen.getByLabelText('Field'), 'g l?');
  expect(live).not.toHaveBeenCalled();
  expect(help).not.toHaveBeenCalled();
});

it('does nothing when it is off, or gone', async () => {
  const { rerender, unmount } = render(<Page is_on={false} />);
  await userEvent.keyboard('?');
  rerender(<Page />);
  unmount();
  await userEvent.keyboard('?');
  expect(help).not.toHaveBeenCalled();
});
