// A customer's site for the tracker's tests: the pages of pages/, under a policy as strict as a site may have, and everything else
// from the server under test, so that page and server have one origin. SOJOURN_WEB names a folder whose files go before the server's.

import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', mjs: 'text/javascript', css: 'text/css', json: 'application/json', svg: 'image/svg+xml' };
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; style-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Answers the site's address, what was posted to it, and what closes it. */
export async function openSite(server_url) {
  const home = await (await fetch(`${server_url}/demo/`)).text();
  const public_key = home.match(/data-site="([^"]+)"/)[1];

  const from = async (folder, path) => {
    const text = await readFile(new URL(`.${path}`, folder), 'utf8').catch(() => undefined);
    return text?.replaceAll('SOJOURN_PUBLIC_KEY', public_key);
  };
  const posted = [];
  const site = createServer(async (asked, answer) => {
    const { pathname } = new URL(asked.url, server_url);
    const web = process.env.SOJOURN_WEB && new URL(`file://${process.env.SOJOURN_WEB}/`);
    const type = types[pathname.split('.').at(-1)];
    const is_page = pathname.endsWith('.html');
    const text = (is_page && (await from(new URL('pages/', import.meta.url), pathname))) || (web && type && (await from(web, pathname)));
    if (text) {
      answer.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store', ...(is_page && { 'Content-Security-Policy': policy }) });
      answer.end(text);
      return;
    }
    if (asked.method === 'POST') {
      let body = '';
      asked.on('data', (piece) => {
        body += piece;
      });
      asked.on('end', () => posted.push(body));
    }
    const headers = { ...asked.headers };
    delete headers.origin; // This address is not among the site's.
    const passed = request(server_url + asked.url, { method: asked.method, headers }, (theirs) => {
      answer.writeHead(theirs.statusCode, theirs.headers);
      theirs.pipe(answer);
    });
    passed.on('error', () => answer.writeHead(502).end());
    asked.pipe(passed);
  });
  // Sockets are handed through as they are.
  site.on('upgrade', ({ url, rawHeaders }, socket, head) => {
    const { hostname, port } = new URL(server_url);
    const theirs = connect(port, hostname, () => {
      const pairs = rawHeaders.flatMap((name, index) => (index % 2 || /^origin$/i.test(name) ? [] : `${name}: ${rawHeaders[index + 1]}`));
      theirs.write(`GET ${url} HTTP/1.1\r\n${pairs.join('\r\n')}\r\n\r\n`);
      theirs.write(head);
      socket.pipe(theirs).pipe(socket);
    });
    for (const [end, other] of [[socket, theirs], [theirs, socket]]) end.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await new Promise((done) => site.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${site.address().port}`, posted, close: () => site.close() };
}
