import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { axe_findings, open, server, with_app } from '../testing/app';
import { example } from '../testing/example';

with_app();
const rules = example('settings/score-rules.request.json');

it.each(['site', 'scoring', 'alerts', 'retention', 'tracking', 'precision'])(
  'shows %s without findings',
  async (part) => {
    open(`/settings/${part}`);
    await screen.findByRole('heading', { name: 'Settings' });
    await waitFor(() => expect(screen.queryByText('Loading…')).toBeNull());
    expect(await axe_findings()).toEqual([]);
  },
);

it('saves the site, and shows what the server has against a field', async () => {
  open('/settings/site');
  const zone = await screen.findByLabelText('Time zone');
  server.answers['PUT /api/v1/sites/0193a000-0000-7000-8000-000000000001/settings'] = [
    422,
    { detail: 'The settings are wrong.', errors: [{ pointer: '/time_zone', detail: 'No such time zone.' }] },
  ];
  await userEvent.clear(zone);
  await userEvent.type(zone, 'Mars/Olympus');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('No such time zone.')).toBeTruthy();
  expect(server.requests('PUT', '/settings')[0]?.body).toMatchObject({
    time_zone: 'Mars/Olympus',
    retention_days: 30,
  });
});

it('saves alerts with quiet hours and addresses', async () => {
  open('/settings/alerts');
  await userEvent.click(await screen.findByLabelText('A visitor struggles'));
  await userEvent.click(screen.getByLabelText('Hold alerts back at night'));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Saved.')).toBeTruthy();
  expect(server.requests('PUT', '/settings')[0]?.body).toEqual({
    alerts: {
      became_hot: { on: true, email: ['sales@harbor.example'] },
      returned: { on: true, email: [] },
      struggling: { on: true, email: [] },
      quiet_hours: null,
      repeat_after_minutes: 1440,
    },
  });
});

it('rehearses changed rules, and says who would become hot', async () => {
  open('/settings/scoring');
  const points = await screen.findByLabelText('Points for Property save');
  await userEvent.clear(points);
  await userEvent.type(points, '20');
  await userEvent.click(screen.getByRole('button', { name: 'Rehearse on the last 7 days' }));
  const result = within(await screen.findByRole('region', { name: 'Rehearsal' }));
  expect(result.getByRole('row', { name: 'Hot 61 74 +13' })).toBeTruthy();
  expect(result.getByText('Would become hot (1, 1 enquired)')).toBeTruthy();
  const changed = { ...rules, events: { ...rules.events, property_save: { points: 20, cap: 30 } } };
  expect(server.requests('POST', '/rehearse')[0]?.body).toEqual({ rules: changed, days: 7 });
  expect(await axe_findings()).toEqual([]);
});

it('keeps a draft and publishes it', async () => {
  open('/settings/scoring');
  const returning = await screen.findByLabelText('For coming back within 7 days');
  await userEvent.clear(returning);
  expect(await screen.findByText('Every field needs a number.')).toBeTruthy();
  await userEvent.type(returning, '12');
  await userEvent.click(screen.getByRole('button', { name: 'Keep as draft' }));
  expect(await screen.findByText('Draft kept. Nothing is scored by it yet.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
  await waitFor(() => expect(server.requests('POST', '/publish')).toHaveLength(1));
  expect(server.requests('PUT', '/draft')[0]?.body).toMatchObject({ returning: 12 });
});

it('gives the line for the pages, with the key of the site, to copy', async () => {
  open('/settings/tracking');
  await userEvent.click(await screen.findByRole('button', { name: 'Copy the line' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
  expect(await navigator.clipboard.readText()).toContain('data-site="pk_example"');
});

it('says what retention would remove, and removes nothing', async () => {
  open('/settings/retention');
  expect(await screen.findByText('4,120')).toBeTruthy();
  expect(screen.getByText('18.4 MB')).toBeTruthy();
  expect(server.asked.every(({ method }) => method === 'GET')).toBe(true);
});
