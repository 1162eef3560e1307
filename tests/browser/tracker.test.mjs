// The tracker in a real browser, on the pages of pages/ and against the real server. Run by tests/test_browser.py, which says where
// the server is. Nothing sleeps: the page's clock is turned, and every wait is for something to happen.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openSite } from './site.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const server = process.env.SOJOURN_URL;
const { token, site: site_id } = Object.fromEntries(new URLSearchParams(new URL(process.env.SOJOURN_PANEL).hash.slice(1)));
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser;
let site;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  site = await openSite(server);
});
after(async () => {
  await browser.close();
  site.close();
});

/**
 * A browser of its own. `context.sent` has every request of the tracker and what was answered; `context.sockets` the ends of /ws/page,
 * which this file plays itself unless the socket is to be the server's.
 */
async function openBrowser({ socket: whose = 'ours', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...options });
  context.setDefaultTimeout(10_000);
  context.sent = [];
  context.sockets = [];
  context.on('request', (request) => {
    if (!/\/api\//.test(request.url())) return;
    const entry = { url: request.url(), body: JSON.parse(request.postData() ?? '{}'), headers: request.headers() };
    context.sent.push(entry);
    entry.status = request.response().then(
      (response) => response?.status(),
      () => undefined,
    );
  });
  if (whose === 'ours') await context.routeWebSocket('**/ws/page', (socket) => {
    const end = { said: [], say: (message) => socket.send(JSON.stringify(message)), close: (code) => socket.close({ code }) };
    socket.onMessage((text) => {
      const message = JSON.parse(text);
      end.said.push(message);
      if (message.type === 'hello') end.say({ type: 'welcome' });
    });
    context.sockets.push(end);
  });
  return context;
}

async function open(context, path) {
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => message.type() === 'error' && page.complaints.push(message.text()));
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  await page.goto(site.url + path);
  return page;
}

/** Waits for a fact that no event announces. */
async function until(what, fact) {
  const end = Date.now() + 10_000;
  for (;;) {
    const found = await fact();
    if (found) return found;
    assert.ok(Date.now() < end, `it did not come: ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

const sessions = (context) => context.sent.flatMap(({ body }) => body.sessions ?? []);
const events = (context) => sessions(context).flatMap((session) => session.events);
const events_of = (context, type) => events(context).filter((event) => event.type === type);
const told = (context, type, count = 1) => until(`${count} ${type}`, () => events_of(context, type).length >= count);
const answered = (context) => until('an answer', async () => (await Promise.all(context.sent.map(({ status }) => status))).includes(200));
const stored = (page) => page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
const track = (page, ...types) => page.evaluate((names) => names.map((name) => window.sojourn('track', name)), types);

/** What the server has of a context's visit besides heartbeats, once it has as many events. */
async function kept(context, count) {
  const { session_id: id } = await until('a request', () => sessions(context)[0]);
  return until(`${count} events at the server`, async () => {
    const answer = await fetch(`${server}/api/v1/sessions/${id}/events`, { headers: { Authorization: `Bearer ${token}` } });
    const { events = [] } = answer.ok ? await answer.json() : {};
    const found = events.filter((event) => event.type !== 'heartbeat');
    return found.length >= count && found;
  });
}

test('three tabs opened at once are one visit, and each event counts once', async () => {
  const context = await openBrowser();
  const pages = await Promise.all(['/plain.html', '/second.html', '/declared.html'].map((path) => open(context, path)));
  await Promise.all(pages.map((page) => track(page, 'a', 'b', 'c', 'd', 'e')));
  await told(context, 'e', 3);
  assert.equal(new Set(sessions(context).map((session) => session.session_id)).size, 1);
  await connected(context, 3);
  assert.equal(new Set(context.sockets.map(({ said }) => said[0].tab)).size, 3);
  const all = await kept(context, 18);
  assert.equal(new Set(all.map((event) => event.id)).size, all.length);
  for (const type of ['a', 'b', 'c', 'd', 'e', 'page_view']) assert.equal(all.filter((event) => event.type === type).length, 3, type);
  assert.deepEqual(pages.flatMap((page) => page.complaints), []);
  await context.close();
});

test('two minutes offline lose nothing and double nothing', async () => {
  const context = await openBrowser();
  await context.clock.install();
  const page = await open(context, '/plain.html');
  await answered(context);
  await context.setOffline(true);
  for (let i = 0; i < 12; i++) {
    await track(page, `offline_${i}`);
    await page.clock.runFor(10_000);
  }
  assert.ok(context.sent.length > 2, 'it tried again');
  await context.setOffline(false);
  const all = await kept(context, 13);
  assert.deepEqual(all.map((event) => event.type).sort(), [...Array(12).keys()].map((i) => `offline_${i}`).concat('page_view').sort());
  assert.equal(new Set(events(context).map((event) => event.id)).size, all.length, 'repeated with the same ids');
  assert.equal(new Set(sessions(context).map((session) => session.session_id)).size, 1);
  await context.close();
});

test('what a page could not send is sent by the next one', async () => {
  const context = await openBrowser();
  await context.clock.install();
  await context.route('**/api/**', (route) => route.abort());
  const page = await open(context, '/plain.html');
  await track(page, 'before_reload');
  await until('an attempt', () => context.sent.length);
  await context.unroute('**/api/**');
  await page.reload();
  // Nobody has answered for what the first page was sending; after half a minute another may.
  await page.clock.fastForward(31_000);
  const all = await kept(context, 3);
  assert.deepEqual(all.map((event) => event.type), ['page_view', 'before_reload', 'page_view']);
  await context.close();
});

test('with storage denied it works, and writes nothing', async () => {
  const context = await openBrowser();
  await context.addInitScript(() => {
    const deny = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get: deny });
  });
  const page = await open(context, '/plain.html');
  await track(page, 'a', 'b', 'c', 'd', 'e');
  const all = await kept(context, 6);
  assert.deepEqual(all.map((event) => event.type), ['page_view', 'a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test('with storage not wanted nothing is stored', async () => {
  const context = await openBrowser();
  const page = await open(context, '/cookieless.html');
  await track(page, 'a', 'b', 'c', 'd', 'e');
  await kept(context, 6);
  assert.equal(sessions(context)[0].start.storage, 'none');
  assert.equal(await stored(page), 0);
  await context.close();
});

/** The browser says that it does not want to be tracked, and the page tries everything. */
async function isLeftAlone(signal, value) {
  const context = await openBrowser();
  await context.addInitScript(([name, wish]) => Object.defineProperty(navigator, name, { get: () => wish }), [signal, value]);
  await context.clock.install();
  const page = await open(context, '/declared.html');
  await track(page, 'a', 'b', 'c', 'd', 'e');
  await page.getByText('Save').click();
  await page.clock.runFor(600_000);
  await page.goto(`${site.url}/plain.html`);
  assert.deepEqual(context.sent, []);
  assert.deepEqual(context.sockets, []);
  assert.equal(await stored(page), 0);
  await context.close();
}

test('under Global Privacy Control a page sends nothing and stores nothing', () => isLeftAlone('globalPrivacyControl', true));

test('under Do Not Track a page sends nothing and stores nothing', () => isLeftAlone('doNotTrack', '1'));

test('before consent nothing leaves the page and nothing is stored, and withdrawing it removes what was', async () => {
  const context = await openBrowser();
  const other = await open(context, '/consent.html');
  const page = await open(context, '/consent.html');
  await track(page, 'a', 'b', 'c', 'd', 'e');
  await page.evaluate(() => window.sojourn('identify', { email: 'ada@example.com' }));
  await page.reload();
  assert.deepEqual(context.sent, []);
  assert.deepEqual(context.sockets, []);
  assert.equal(await stored(page), 0);

  await page.evaluate(() => window.sojourn('consent', 'granted'));
  await other.evaluate(() => window.sojourn('consent', 'granted'));
  await told(context, 'page_view', 2);
  assert.ok(await stored(page));
  await page.evaluate(() => window.sojourn('consent', 'denied'));
  await until('silence in both tabs', async () => (await stored(page)) === 0 && (await stored(other)) === 0);
  const before = context.sent.length;
  for (const tab of [page, other]) await track(tab, 'late', 'late', 'late', 'late', 'late');
  await other.reload();
  assert.equal(events_of(context, 'late').length, 0);
  assert.equal(context.sent.length, before);
  assert.equal(await stored(page), 0);
  await context.close();
});

test('declared clicks, forms, workflows and views are told with their data as text', async () => {
  const context = await openBrowser();
  const page = await open(context, '/declared.html');
  await page.getByText('Save').click();
  await page.getByLabel('Name').fill('Ada');
  await told(context, 'property_view');
  await page.getByText('Ask').click();
  await page.waitForURL('**/second.html?name=Ada');
  const all = await kept(context, 7);
  const data = (type) => all.filter((event) => event.type === type).map((event) => event.data);
  assert.deepEqual(data('property_save'), [{ property_id: '0042', price: '9.50' }]);
  assert.deepEqual(data('property_view'), [{ property_id: '0043' }]);
  assert.deepEqual(data('workflow_start'), [{ workflow_id: 'tour', property_id: '0042' }]);
  assert.deepEqual(data('workflow_complete'), [{ workflow_id: 'tour', property_id: '0042' }]);
  assert.deepEqual(data('tour_request'), [{ property_id: '0042' }]);
  await context.close();
});

test('each route of a single-page site is a view, once', async () => {
  const context = await openBrowser();
  const page = await open(context, '/plain.html');
  await page.evaluate(() => {
    history.pushState(null, '', '/listings/1');
    history.replaceState({ scroll: 3 }, '', '/listings/1');
  });
  await told(context, 'page_view', 2);
  await page.evaluate(() => history.back());
  await told(context, 'page_view', 3);
  assert.deepEqual(events_of(context, 'page_view').map((event) => event.data.page), ['/plain.html', '/listings/1', '/plain.html']);
  await context.close();
});

test('struggles are told: rage clicks, dead clicks, failing forms', async () => {
  const context = await openBrowser();
  const page = await open(context, '/struggle.html');
  await page.getByText('Nothing happens').click({ clickCount: 4, delay: 20 });
  await told(context, 'rage_click');
  await told(context, 'dead_click');
  await page.getByText('Send').click();
  await told(context, 'form_fail');
  const data = (type) => events_of(context, type).map((event) => event.data);
  assert.equal(data('rage_click')[0].count, 4);
  assert.equal(data('rage_click')[0].target, 'button#nothing');
  assert.equal(data('dead_click')[0].target, 'button#nothing');
  assert.deepEqual(data('form_fail'), [{ form: 'form[name=tour]' }]);
  await context.close();
});

test('the socket tells how the tab is, and comes back when it is lost', async () => {
  const context = await openBrowser();
  const page = await open(context, '/plain.html');
  const first = await until('a hello', () => context.sockets[0]?.said[0] && context.sockets[0]);
  const { session_id, session_key } = sessions(context)[0];
  const tab = { id: first.said[0].tab };
  assert.deepEqual(first.said, [{ type: 'hello', session_id, session_key, tab: tab.id, state: 'visible' }]);
  first.close(1012);
  const second = await until('another hello', () => context.sockets[1]?.said[0] && context.sockets[1]);
  assert.equal(second.said[0].session_id, session_id);
  await page.goto(`${site.url}/second.html`);
  await until('word that the tab is closed', () => site.posted.some((body) => body.includes(`"tab":{"id":"${tab.id}","state":"closed"}`)));
  const third = await until('the next page', () => context.sockets[2]?.said[0]);
  assert.notEqual(third.tab, tab.id);
  await context.close();
});

const card = {
  type: 'card',
  delivery_id: 'd-1',
  kind: 'property',
  property: { id: '1001', address: '12 Heron Quay', city: 'Portland', state: 'ME', price: 685000, bedrooms: 3, type: 'house', url: '/second.html', image: '/demo/pictures/1001.svg' },
  note: 'The porch is as good as it looks. <img src=x onerror="document.title = 1">',
  from: 'Ada',
};

const connected = (context, count) => until(`${count} sockets`, () => context.sockets.filter(({ said }) => said.length).length >= count);
const card_states = (context) => context.sockets.flatMap(({ said }) => said).filter(({ type }) => type === 'card').map(({ state }) => state);

test('a card is shown once though three tabs hear of it, under a strict policy, and says what became of it', async () => {
  const context = await openBrowser();
  const pages = [];
  for (const path of ['/plain.html', '/second.html', '/declared.html']) pages.push(await open(context, path));
  await connected(context, 3);
  for (const socket of context.sockets) socket.say(card);
  await until('a card', () => card_states(context).length);
  for (const socket of context.sockets) socket.say(card);
  const shown = await until('the page with the card', async () => {
    const counts = await Promise.all(pages.map((page) => page.locator('sojourn-card').count()));
    assert.ok(counts.reduce((sum, count) => sum + count) <= 1);
    return pages[counts.indexOf(1)];
  });
  const dialog = shown.getByRole('dialog', { name: '12 Heron Quay' });
  await dialog.getByText('$685,000').or(dialog.getByText('685,000')).waitFor();
  await dialog.getByText('onerror="document.title').waitFor();
  assert.equal(await dialog.locator('img').evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), true);
  assert.equal(await dialog.evaluate((element) => getComputedStyle(element).position), 'fixed');
  assert.equal(await shown.evaluate(() => document.activeElement === document.body), true);
  await dialog.getByRole('link', { name: 'View' }).click();
  await shown.waitForURL('**/second.html');
  await until('the click', () => card_states(context).includes('clicked'));
  assert.deepEqual(card_states(context), ['shown', 'clicked']);
  assert.deepEqual(pages.flatMap((page) => page.complaints), []);
  await context.close();
});

test('a card fits a phone, passes axe, is still for who wants stillness, and Escape closes it', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const context = await openBrowser({ viewport: { width: 360, height: 640 }, colorScheme, reducedMotion: 'reduce' });
    const page = await open(context, '/plain.html');
    await connected(context, 1);
    context.sockets[0].say(card);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const box = await dialog.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 360 && box.y >= 0 && box.y + box.height <= 640, JSON.stringify(box));
    assert.equal(await dialog.evaluate((element) => getComputedStyle(element).animationName), 'none');
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run('sojourn-card'));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    if (process.env.SOJOURN_PICTURES) await page.screenshot({ path: `${process.env.SOJOURN_PICTURES}/card-${colorScheme}.png` });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await until('the report', () => card_states(context).includes('dismissed'));
    await context.close();
  }
});

test('staff see the tab come and go, send a card to it, and hear what became of it', async () => {
  const staff = async (path, body) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`${server}${path}?site=${site_id}`, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers });
    return answer.json();
  };
  const context = await openBrowser({ socket: "the server's" });
  const page = await open(context, '/plain.html');
  const { session_id } = await until('a request', () => sessions(context)[0]);
  const presence = async () => (await staff('/api/admin/sessions/active')).sessions.find((one) => one.session_id === session_id)?.presence;
  await until('the tab is visible', async () => (await presence()) === 'visible');
  await staff(`/api/admin/sessions/${session_id}/send-property`, { property_id: '1001', channel: 'on_site', note: 'The porch!' });
  const dialog = page.getByRole('dialog', { name: '12 Heron Quay' });
  await dialog.getByText('The porch!').waitFor();
  const state = async () => (await staff(`/api/admin/sessions/${session_id}/journey`)).deliveries[0].state;
  await until('the card was shown', async () => (await state()) === 'shown');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await until('the card was dismissed', async () => (await state()) === 'dismissed');
  await page.close();
  const closed = Date.now();
  await until('the visitor left', async () => (await presence()) === 'left');
  assert.ok(Date.now() - closed < 2_000);
  await context.close();
});
