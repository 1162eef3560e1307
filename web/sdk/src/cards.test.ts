// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CardMessage } from '../../protocol/page';
import { web_address } from './card';
import { show_cards, waiting_max } from './cards';
import type { Stored } from './stored';
import { example } from './testing/fake-socket';
import { create_watch } from './watch';

const card: CardMessage = example('page/card.server');
const invite: CardMessage = example('page/invite.server');
const other = (name: string): CardMessage => ({ ...card, delivery_id: name });

let stop: AbortController;
let stored: Stored;

/** One tab of a browser; all share `stored`. */
function tab() {
  const reports: [string, string][] = [];
  const take = show_cards(
    create_watch(() => {}, stop.signal),
    (work) => work(stored),
    (delivery_id, state) => reports.push([delivery_id, state]),
  );
  return { take, reports, states: () => reports.map(([, state]) => state) };
}

const turn = () => vi.advanceTimersByTimeAsync(0);
const hosts = () => [...document.querySelectorAll('sojourn-card')];
const shadow = () => hosts()[0]!.shadowRoot!;
const find = <Kind extends HTMLElement>(selector: string) => shadow().querySelector<Kind>(selector);

function hide(is_hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: is_hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
  stored = {} as Stored;
  document.body.innerHTML = '<input>';
});
afterEach(() => {
  stop.abort();
  hide(false);
  vi.useRealTimers();
});

describe('a card', () => {
  it('shows the property, the note and who sends it, and leaves the focus where it is', async () => {
    document.querySelector('input')!.focus();
    const { take, reports } = tab();
    take(card);
    await turn();
    expect(find('[role=dialog]')?.getAttribute('aria-label')).toBe('12 Heron Quay');
    const text = shadow().textContent!;
    for (const part of ['Ada', 'Portland, ME', '685,000', '3 bedrooms · house', card.note])
      expect(text).toContain(part);
    expect(find<HTMLImageElement>('img')?.src).toBe('http://localhost:3000/demo/pictures/1001.svg');
    expect(document.activeElement).toBe(document.querySelector('input'));
    expect(reports).toEqual([[card.delivery_id, 'shown']]);
  });

  it('says that it was followed, and goes', async () => {
    const { take, states } = tab();
    take(card);
    await turn();
    const link = find<HTMLAnchorElement>('a')!;
    expect(link.getAttribute('href')).toBe('http://localhost:3000/demo/listings/1001.html');
    link.addEventListener('click', (event) => event.preventDefault());
    link.click();
    expect(states()).toEqual(['shown', 'clicked']);
    expect(hosts()).toEqual([]);
  });

  it.each([
    ['its button', () => find<HTMLButtonElement>('[aria-label=Close]')!.click()],
    ['Escape', () => dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))],
  ])('is closed by %s, once', async (_name, close) => {
    const { take, states } = tab();
    take(card);
    await turn();
    close();
    dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(states()).toEqual(['shown', 'dismissed']);
    expect(hosts()).toEqual([]);
  });

  it('leaves an Escape that the page has used to the page', async () => {
    const { take, states } = tab();
    take(card);
    await turn();
    const event = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true });
    event.preventDefault();
    dispatchEvent(event);
    expect(states()).toEqual(['shown']);
  });

  it('invites, and tells a chat on the page when it is taken', async () => {
    const { take, states } = tab();
    const invited = vi.fn();
    addEventListener('sojourn:invite', invited, { once: true });
    take(invite);
    await turn();
    expect(shadow().textContent).toContain('Shall I show you around?');
    find<HTMLButtonElement>('.action')!.click();
    expect(states()).toEqual(['shown', 'clicked']);
    expect(invited.mock.calls[0]![0].detail).toBe(invite.delivery_id);
  });

  it('takes texts as texts and follows only addresses of the web', async () => {
    const evil = '<img src=x onerror="alert(1)">';
    tab().take({
      ...card,
      note: evil,
      from: evil,
      property: {
        ...card.property!,
        address: evil,
        city: evil,
        url: 'javascript:alert(1)',
        image: 'data:text/html,x',
      },
    });
    await turn();
    expect(find('img')).toBeNull();
    expect(find('a')).toBeNull();
    expect(shadow().textContent).toContain(evil);
    expect(web_address('//elsewhere.test/x')).toBe('http://elsewhere.test/x');
    for (const address of ['javascript:alert(1)', ' JAVASCRIPT:x', 'blob:x', 'http://', '', null])
      expect(web_address(address)).toBeUndefined();
  });

  it('has no style but its adopted sheet', async () => {
    tab().take(card);
    await turn();
    expect(shadow().adoptedStyleSheets).toHaveLength(1);
    expect(shadow().querySelector('style,[style]')).toBeNull();
    expect(hosts()[0]!.attributes).toHaveLength(0);
  });
});

describe('cards', () => {
  it('come one after the other', async () => {
    const { take, reports } = tab();
    for (const name of ['a', 'b']) take(other(name));
    await turn();
    expect(hosts()).toHaveLength(1);
    find<HTMLButtonElement>('[aria-label=Close]')!.click();
    await turn();
    expect(reports).toEqual([
      ['a', 'shown'],
      ['a', 'dismissed'],
      ['b', 'shown'],
    ]);
  });

  it('wait for the tab to be looked at, the newest five', async () => {
    hide(true);
    const { take, reports } = tab();
    for (let index = 0; index <= waiting_max; index++) take(other(`${index}`));
    await turn();
    expect(reports).toEqual([]);
    hide(false);
    await turn();
    expect(reports).toEqual([['1', 'shown']]);
  });

  it('are shown once in three tabs, and never again', async () => {
    const tabs = [tab(), tab(), tab()];
    for (const { take } of tabs) take(card);
    await turn();
    await turn();
    expect(tabs.flatMap(({ reports }) => reports)).toHaveLength(1);
    const reloaded = tab();
    reloaded.take(card);
    await turn();
    expect(reloaded.reports).toEqual([]);
  });

  it('go when consent is withdrawn', async () => {
    const { take } = tab();
    take(card);
    await turn();
    stop.abort();
    expect(hosts()).toEqual([]);
  });
});
