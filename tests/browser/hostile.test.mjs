// What visitors write may be hostile: a thousand payloads in every field that the dashboard shows, and none of them runs. The pages are
// looked at with axe as well, since they are full then. Run by tests/test_browser.py.

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const url = process.env.SOJOURN_URL;
const panel_url = process.env.SOJOURN_PANEL;
const { token, site } = Object.fromEntries(new URLSearchParams(new URL(panel_url).hash.slice(1)));
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const payloads_wanted = 1000;

let browser;
let site_key;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  site_key = (await ask('GET', '/api/v1/me')).sites[0].public_key;
  await fill();
});
after(() => browser.close());

async function ask(method, path, body, headers = {}) {
  const answer = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** Vectors of every kind, in every wrapping: tags, attributes, addresses, templates, broken encodings. */
function payloads() {
  const call = 'window.__ran=1';
  const vectors = [
    `<script>${call}</script>`, `<img src=x onerror=${call}>`, `<svg onload=${call}>`, `<svg><script>${call}</script></svg>`,
    `<iframe srcdoc="<script>parent.${call}</script>">`, `<body onload=${call}>`, `<details open ontoggle=${call}>x</details>`,
    `<math><mtext></mtext><script>${call}</script></math>`, `<a href="javascript:${call}">x</a>`, `javascript:${call}`,
    `data:text/html,<script>${call}</script>`, `<style>@import 'javascript:${call}'</style>`, `<link rel=stylesheet href=javascript:${call}>`,
    `<object data="javascript:${call}">`, `<embed src="javascript:${call}">`, `<input autofocus onfocus=${call}>`,
    `<video><source onerror=${call}></video>`, `<audio src=x onerror=${call}>`, `<marquee onstart=${call}>`, `<form action=javascript:${call}><button>`,
    `{{constructor.constructor('${call}')()}}`, `\${${call}}`, `<%= ${call} %>`, `#{${call}}`, `[[${call}]]`,
    `<template><script>${call}</script></template>`, `<base href="javascript:${call}//">`, `<meta http-equiv=refresh content="0;url=javascript:${call}">`,
    `<noscript><p title="</noscript><img src=x onerror=${call}>">`, `<x onclick=${call} tabindex=1 id=x>`, `<!--><img src=x onerror=${call}>-->`,
    `<![CDATA[<img src=x onerror=${call}>]]>`, `\u2028<script>${call}</script>`, `\u0000<script>${call}</script>`, `<scr\u0000ipt>${call}</script>`,
    `%3Cscript%3E${call}%3C/script%3E`, `&lt;script&gt;${call}&lt;/script&gt;`, `\\u003cscript\\u003e${call}`, `vbscript:${call}`, `livescript:${call}`,
  ];
  const wrappings = [
    (x) => x, (x) => `">${x}`, (x) => `'>${x}`, (x) => `</title>${x}`, (x) => `</textarea>${x}`, (x) => `</script>${x}`, (x) => `-->${x}`,
    (x) => `\`>${x}`, (x) => ` onmouseover=window.__ran=1 ${x}`, (x) => `" autofocus onfocus=window.__ran=1 x="${x}`, (x) => x.toUpperCase().replaceAll('WINDOW.__RAN', 'window.__ran'),
    (x) => `/${x}`, (x) => `//${x}`, (x) => `\t${x}`, (x) => `\r\n${x}`, (x) => `"}],${x}`, (x) => `';${x}//`, (x) => `\u202e${x}`, (x) => `${x}${x}`,
    (x) => `a b ${x}`, (x) => `<b>${x}</b>`, (x) => `]]>${x}`, (x) => `?x=${x}`, (x) => `#${x}`, (x) => `{"a":"${x}"}`,
  ];
  return wrappings.flatMap((wrap) => vectors.map(wrap)).slice(0, payloads_wanted);
}

/** At most so many bytes of UTF-8, without half a character. */
function cut(text, bytes) {
  while (Buffer.byteLength(text) > bytes) text = text.slice(0, -1);
  return text;
}

/** A visit for each payload, which stands in everything that a visitor, a site or a colleague may write. */
async function fill() {
  const all = payloads();
  assert.equal(all.length, payloads_wanted);
  for (let at = 0; at < all.length; at += 20) {
    const sessions = all.slice(at, at + 20).map((payload) => {
      const text = cut(payload, 190);
      return {
        session_id: uuid7(), session_key: randomBytes(32).toString('base64url'),
        start: { visitor_id: `${at}-${randomUUID()}`, entry: { page: text, referrer: text, campaign: text }, device: { browser: text, os: text, screen_size: cut(text, 20) } },
        events: [
          { id: 'a', type: 'page_view', data: { page: text, title: text } },
          { id: 'b', type: 'property_view', data: { property_id: cut(text, 90) } },
          { id: 'c', type: cut(text, 50), data: { [cut(text, 50)]: text } },
          { id: 'd', type: 'search', data: { query: text, results: 0 } }, { id: 'e', type: 'search', data: { query: text, results: 0 } },
          { id: 'f', type: 'workflow_start', data: { workflow_id: cut(text, 90) } },
          { id: 'g', type: 'inquiry' }, { id: 'h', type: 'tour_request' }, { id: 'i', type: 'feature_use', data: { feature: text, name: text } },
          { id: 'j', type: 'error', data: { message: text, page: text } },
        ],
      };
    });
    await ask('POST', '/api/v1/collect', { site: site_key, sessions }, { 'User-Agent': all[at].replace(/[^\x20-\x7e]/g, '') });
    const [one] = sessions;
    const text = one.start.entry.page;
    await ask('POST', `/api/v1/sessions/${one.session_id}/identify`, { email: `a@b${at}.c`, name: text, phone: `555${1000000 + at}`, traits: { [text]: text } }, { 'X-Session-Key': one.session_key });
    await ask('PUT', `/api/v1/properties/x${at}?site=${site}`, { address: text, city: text, state: text, type: text, url: `javascript:window.__ran=1`, image: text });
    for (const [act, body] of [['note', { text }], ['tag', { add: [cut(text, 40)] }], ['invite', { text }]])
      await ask('POST', `/api/admin/sessions/${one.session_id}/${act}`, body);
  }
}

function uuid7() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

async function openPanel(colorScheme = 'light') {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.violations = [];
  page.on('dialog', (dialog) => dialog.dismiss() && page.violations.push('a dialog'));
  await page.exposeFunction('note_violation', (what) => page.violations.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => window.note_violation(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(panel_url);
  await page.getByRole('heading', { name: 'Who is here now' }).waitFor();
  return page;
}

const origin = url.replace(/\/$/, '');
async function visit(page, path) {
  await page.goto(origin + path);
  await page.locator('main').waitFor();
  await page.waitForLoadState('networkidle');
}

async function ran(page) {
  return page.evaluate(() => window.__ran);
}

async function some_visits(count) {
  const found = (await ask('GET', `/api/admin/sessions/active?site=${site}&limit=500`)).sessions;
  return found.filter((_, at) => at % Math.ceil(found.length / count) === 0).map(({ session_id }) => session_id);
}

const pages = ['/live', '/live/all', '/live/map', '/visits', '/people', '/insights', '/properties', '/alerts', '/settings'];

test('a thousand payloads in every field: none runs, and the policy has nothing to block', async () => {
  const page = await openPanel();
  for (const path of pages) {
    await visit(page, path);
    assert.equal(await ran(page), undefined, path);
  }
  await visit(page, '/live/all');
  for (let step = 0; step < 30; ++step) {
    await page.mouse.move(700, 600);
    await page.mouse.wheel(0, 3000);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  assert.equal(await ran(page), undefined, 'while scrolling');
  for (const id of await some_visits(12)) {
    await visit(page, `/live/journey/${id}`);
    await page.getByRole('dialog').waitFor();
    assert.equal(await ran(page), undefined, id);
  }
  const { leads } = await ask('GET', `/api/admin/leads?site=${site}&limit=5`);
  for (const { lead_id } of leads) {
    await visit(page, `/people/${lead_id}`);
    assert.equal(await ran(page), undefined, lead_id);
  }
  assert.deepEqual(page.violations, []);
  await page.context().close();
});

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing on any page, ${scheme}`, async () => {
    const page = await openPanel(scheme);
    const [id] = await some_visits(1);
    const found = [];
    for (const path of [...pages, `/live/journey/${id}`]) {
      await visit(page, path);
      if (path.includes('journey')) await page.getByRole('dialog').waitFor();
      await page.evaluate(`(() => { const module = undefined; const exports = undefined; ${axe}\n})()`);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      for (const { id: rule, nodes } of violations) found.push(`${path} ${rule}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`);
    }
    assert.deepEqual(found, []);
    await page.context().close();
  });
}
