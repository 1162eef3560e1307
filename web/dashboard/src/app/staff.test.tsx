import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { axe_findings, go_live, open, server, with_app } from '../testing/app';
import { example } from '../testing/example';
import { FakeSocket } from '../testing/fake-socket';
import { change, visit } from '../testing/visits';

with_app();
const ada = { ...example('live/session-whole.json'), session_id: 'ada', staff: null };

async function choose(item: string, name = 'ada@example.com'): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

it('claims at once, says so, and can undo it', async () => {
  open('/live');
  await go_live([ada]);
  await choose('Claim');
  expect(await screen.findByText('ada@example.com is yours now.')).toBeTruthy();
  expect(screen.getByText('Yours')).toBeTruthy();
  server.answers['POST /api/admin/sessions/ada/release'] = { staff: {} };
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(screen.queryByText('Yours')).toBeNull());
  expect(server.requests('POST', '/release')).toHaveLength(1);
});

it('takes a claim back when a colleague was first, and says who', async () => {
  server.answers['POST /api/admin/sessions/ada/claim'] = [409, example('live/claim-conflict.problem.json')];
  open('/live');
  await go_live([ada]);
  await choose('Claim');
  expect(await screen.findByText('A colleague was first: Ben has claimed this visitor.')).toBeTruthy();
  expect(screen.queryByText('Yours')).toBeNull();
});

it('believes what the server says afterwards', async () => {
  open('/live');
  await go_live([ada]);
  await choose('Claim');
  await screen.findByText('ada@example.com is yours now.');
  await new Promise((done) => setTimeout(done, 5));
  const later = {
    ...ada,
    staff: { ...example('live/staff.answer.json').staff, claimed_by: 'Cleo', claimed_by_me: false },
  };
  act(() => FakeSocket.last.says(change(2, { changed: [later] })));
  expect(await screen.findByText('Cleo')).toBeTruthy();
});

it('identifies an anonymous visitor, after asking for something to go by', async () => {
  open('/live');
  await go_live([visit('who')]);
  await choose('Identify…', 'Anonymous visitor');
  const dialog = within(await screen.findByRole('dialog', { name: 'Identify this visitor' }));
  await waitFor(() => expect(document.activeElement).toBe(dialog.getByLabelText('E-mail')));
  await userEvent.click(dialog.getByRole('button', { name: 'Identify' }));
  expect(dialog.getByText('Give at least one of the three.')).toBeTruthy();
  expect(await axe_findings()).toEqual([]);
  dialog.getByLabelText('E-mail').focus();
  await userEvent.keyboard('grace@example.com');
  await userEvent.click(dialog.getByRole('button', { name: 'Identify' }));
  expect(await screen.findByText('Identified as grace@example.com.')).toBeTruthy();
  expect(server.requests('POST', '/identify')[0]?.body).toEqual({ email: 'grace@example.com' });
  expect(screen.getByRole('heading', { name: 'grace@example.com' })).toBeTruthy();
});

it('sends a property: what fits first, with the reason, and then what became of it', async () => {
  open('/live');
  await go_live([ada]);
  await choose('Send a property…');
  const dialog = within(await screen.findByRole('dialog', { name: 'Send a property' }));
  expect(await dialog.findByText('3 bedrooms in Texas, like the two saved')).toBeTruthy();
  await userEvent.click(dialog.getByRole('radio', { name: /7 Foxglove Lane/ }));
  await userEvent.type(dialog.getByLabelText('A few words with it'), 'As we spoke of.');
  expect(await axe_findings()).toEqual([]);
  await userEvent.click(dialog.getByRole('button', { name: 'Send property' }));
  expect(await dialog.findByText('Sent')).toBeTruthy();
  const [sent] = server.requests('POST', '/send-property');
  expect(sent?.body).toEqual({ property_id: '1004', channel: 'email', note: 'As we spoke of.' });
  expect(sent?.headers['Idempotency-Key']).toMatch(/.{16,}/);
});

it('offers no e-mail to somebody without an address', async () => {
  open('/live');
  await go_live([visit('who')]);
  await choose('Show a property…', 'Anonymous visitor');
  const mail = await screen.findByRole<HTMLInputElement>('radio', { name: 'By e-mail' });
  expect(mail.disabled).toBe(true);
});

it('tags, with what was added and what was removed', async () => {
  open('/live');
  await go_live([{ ...ada, staff: example('live/session-whole.json').staff }]);
  await choose('Tags…');
  const dialog = within(await screen.findByRole('dialog', { name: 'Tags' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Remove investor' }));
  await userEvent.type(dialog.getByLabelText('Add tags'), 'first home, urgent');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(server.requests('POST', '/tag')[0]?.body).toEqual({
      add: ['first home', 'urgent'],
      remove: ['investor'],
    }),
  );
});

it('keeps a dialog open when its visit leaves the list', async () => {
  open('/live');
  await go_live([ada]);
  await choose('Add a note…');
  await screen.findByRole('dialog', { name: 'Note on ada@example.com' });
  act(() => FakeSocket.last.says(change(2, { ended: [{ session_id: 'ada', reason: 'timeout' }] })));
  await new Promise((done) => setTimeout(done, 400));
  await userEvent.type(screen.getByLabelText('Note'), 'Will call.');
  await userEvent.click(screen.getByRole('button', { name: 'Keep the note' }));
  await waitFor(() => expect(server.requests('POST', '/note')[0]?.body).toEqual({ text: 'Will call.' }));
});

it('moves a visit to the bots, and says so', async () => {
  open('/live');
  await go_live([ada]);
  await choose('Move to bots');
  expect(await screen.findByText('Moved to bots.')).toBeTruthy();
  expect(server.requests('POST', '/lane')[0]?.body).toEqual({ lane: 'bots' });
});
