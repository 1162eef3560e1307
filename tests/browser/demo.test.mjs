// The demo site and the dashboard in a real browser. Run by tests/test_browser.py, which starts the server and says where it is:
// SOJOURN_URL, SOJOURN_PANEL (the panel's address with its token). Nothing sleeps: every wait is for something to be seen.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const url = process.env.SOJOURN_URL;
const panel_url = process.env.SOJOURN_PANEL;
const { token, site } = Object.fromEntries(new URLSearchParams(new URL(panel_url).hash.slice(1)));
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
});
after(() => browser.close());

/** A page of a browser of its own; what its console complains of is gathered in `page.complaints`. */
async function openPage(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.complaints = [];
  page.on('console', (message) => message.type() === 'error' && page.complaints.push(message.text()));
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

async function openPanel(options) {
  const page = await openPage(options);
  await page.goto(panel_url);
  await page.getByRole('heading', { name: 'Who is here now' }).waitFor();
  return page;
}

async function ask(path) {
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  return answer.json();
}

/** The visit that a page's tracker writes to, by the answer to its next request. */
async function visitOf(page, address) {
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/collect'));
  await page.goto(url + address);
  return (await (await answered).json()).sessions[0].session_id;
}

const card = (panel, text) => panel.locator('article').filter({ hasText: text });

test('the panel shows a visit while it happens, its page, its property and its score', async () => {
  const panel = await openPanel();
  const visitor = await openPage();
  const visit = await visitOf(visitor, '/demo/listings/1001.html');
  await card(panel, '/demo/listings/1001.html').filter({ hasText: '12 Heron Quay' }).waitFor();
  const before_scores = (await ask(`/api/v1/sessions/${visit}`)).score;
  for (const id of ['1002', '1003']) {
    await visitor.goto(`${url}/demo/listings/${id}.html`);
    await card(panel, `/demo/listings/${id}.html`).waitFor();
  }
  const session = await ask(`/api/v1/sessions/${visit}`);
  assert.equal(session.page_views, 3);
  assert.ok(session.score > before_scores);
  assert.deepEqual([...panel.complaints, ...visitor.complaints], []);
  await Promise.all([panel.context().close(), visitor.context().close()]);
});

test('an event is on the screen soon after it was acknowledged', async (t) => {
  const panel = await openPanel();
  const visitor = await openPage();
  const waits = [];
  for (let i = 0; i < 30; i++) {
    const path = `/demo/listings/${1001 + (i % 12)}.html`;
    const answered = visitor.waitForResponse((response) => response.url().endsWith('/api/v1/collect') && response.request().postData().includes(path)).then(() => Date.now());
    const seen = card(panel, path).waitFor().then(() => Date.now());
    await visitor.goto(url + path);
    waits.push((await seen) - (await answered));
  }
  waits.sort((a, b) => a - b);
  t.diagnostic(`acknowledged to seen: p50 ${waits[15]} ms, most ${waits.at(-1)} ms`);
  await Promise.all([panel.context().close(), visitor.context().close()]);
});

test('three tabs of one browser are one visit, and each event counts once', async () => {
  const first = await openPage();
  const visit = await visitOf(first, '/demo/');
  for (const path of ['/demo/about.html', '/demo/contact.html']) {
    const tab = await first.context().newPage();
    const answered = tab.waitForResponse((response) => response.url().endsWith('/api/v1/collect'));
    await tab.goto(url + path);
    assert.equal((await (await answered).json()).sessions[0].session_id, visit);
  }
  const { events } = await ask(`/api/v1/sessions/${visit}/events`);
  assert.equal(new Set(events.map((event) => event.id)).size, events.length);
  assert.deepEqual(events.filter((event) => event.type === 'page_view').map((event) => event.data.page).sort(), ['/demo/', '/demo/about.html', '/demo/contact.html']);
  await first.context().close();
});

test('with Global Privacy Control nothing leaves the page and nothing is stored', async () => {
  const page = await openPage();
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true }));
  let requests = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/')) requests += 1;
  });
  await page.goto(`${url}/demo/listings/1001.html`);
  await page.waitForLoadState('networkidle');
  assert.equal(requests, 0);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.context().close();
});

test('a journey opens from its card and by its address, and Escape closes it', async () => {
  const visitor = await openPage();
  const visit = await visitOf(visitor, '/demo/listings/1005.html');
  const panel = await openPanel();
  await card(panel, '/demo/listings/1005.html').getByText('View journey').click();
  await panel.getByRole('dialog').getByText('88 Lantern Street, Unit 9A').first().waitFor();
  await panel.keyboard.press('Escape');
  await panel.getByRole('dialog').waitFor({ state: 'hidden' });
  await panel.goto(`${url}/live/journey/${visit}`);
  await panel.getByRole('dialog').getByText('88 Lantern Street, Unit 9A').first().waitFor();
  assert.deepEqual(panel.complaints, []);
  await Promise.all([panel.context().close(), visitor.context().close()]);
});

test('the panel fits a phone, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const panel = await openPanel({ viewport: { width: 390, height: 844 }, colorScheme });
    const overflow = await panel.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, colorScheme);
    assert.deepEqual(panel.complaints, []);
    await panel.context().close();
  }
});

test('a wrong token is told, and a right one asked for', async () => {
  const page = await openPage();
  await page.goto(`${url}/#token=sja_wrong&site=${site}`);
  await page.getByLabel(/token/i).first().waitFor();
  await page.context().close();
});
