import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { axe_findings, go_live, open, server, with_app } from '../testing/app';
import { example } from '../testing/example';
import { FakeSocket } from '../testing/fake-socket';

with_app();
const whole = example('live/session-whole.json');
const id = whole.session_id;
const address = () => window.location.pathname + window.location.search;

it('tells pattern, struggles, recommendations and earlier visits beside the story', async () => {
  open(`/live/journey/${id}`);
  const dialog = within(await screen.findByRole('dialog'));
  for (const words of [
    'Explorer',
    '72 % sure',
    '9 different pages in 12 minutes',
    '4 clicks within a second on “Calculate”',
    '3 bedrooms in Texas, like the two saved',
  ])
    expect(await dialog.findByText(words)).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
});

it('leads from one visit to the one before, and to the person', async () => {
  open(`/live/journey/${id}`);
  const earlier = await screen.findByRole('link', { name: /Nov 1[89]/ });
  await userEvent.click(earlier);
  expect(window.location.pathname).toBe('/live/journey/0193a0aa-0001-7e5f-8a6b-7c8d9e0f1a2e');
  await userEvent.click(await screen.findByRole('link', { name: 'All visits of this person' }));
  expect(window.location.pathname).toBe(`/people/${whole.lead_id}`);
});

it('itemises the score, with a sum that is the score', async () => {
  open(`/live/journey/${id}?tab=score`);
  const table = within(await screen.findByRole('table'));
  const rows = table.getAllByRole('row').map((row) => row.lastElementChild?.textContent);
  expect(rows.slice(1)).toEqual(['+18', '+19.5', '+29.5', '+11', '78']);
});

it('replays the visit step by step, and its place is in the address', async () => {
  open(`/live/journey/${id}?tab=replay`);
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByRole('heading', { name: 'Homes for sale' })).toBeTruthy();
  await userEvent.click(dialog.getByRole('button', { name: 'Step on' }));
  expect(dialog.getByRole('heading', { name: '12 Heron Quay' })).toBeTruthy();
  expect(address()).toContain('step=2');
  await userEvent.keyboard('{ArrowRight}');
  expect(dialog.getByText('Property save')).toBeTruthy();
  expect(dialog.getByText('32')).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
});

it('plays by itself, and stops at the end', async () => {
  open(`/live/journey/${id}?tab=replay`);
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.click(await dialog.findByRole('button', { name: '16×' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Play' }));
  expect(dialog.getByRole('button', { name: 'Pause' })).toBeTruthy();
  await waitFor(() => expect(address()).toContain('step=3'), { timeout: 4000 });
  expect(await dialog.findByRole('button', { name: 'Play' })).toBeTruthy();
});

it('shows what staff did and sent, and takes a note', async () => {
  open(`/live/journey/${id}?tab=staff`);
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText('Ben cares for this visitor.')).toBeTruthy();
  expect(dialog.getByText('Asked about schools near Heron Quay.')).toBeTruthy();
  expect(dialog.getByText('As we spoke of.')).toBeTruthy();
  await userEvent.type(dialog.getByLabelText('A note for colleagues'), 'Called, no answer.{Enter}');
  await waitFor(() =>
    expect(server.requests('POST', '/note')[0]?.body).toEqual({ text: 'Called, no answer.' }),
  );
  expect(await axe_findings()).toEqual([]);
});

it('opens a dialog above the journey, and Escape closes only that', async () => {
  open(`/live/journey/${id}?tab=staff`);
  await userEvent.click(await screen.findByRole('button', { name: 'Tags' }));
  await screen.findByRole('dialog', { name: 'Tags' });
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Tags' })).toBeNull());
  expect(window.location.pathname).toBe(`/live/journey/${id}`);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(address()).toBe('/live'));
});

it('tells colleagues while it is open', async () => {
  open(`/live/journey/${id}`);
  await go_live([whole]);
  expect(FakeSocket.last.sent).toContainEqual({ type: 'looking', session_id: id });
  await screen.findByRole('dialog');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(FakeSocket.last.sent.at(-1)).toEqual({ type: 'looking', session_id: null }));
});
