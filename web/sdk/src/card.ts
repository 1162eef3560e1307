/**
 * A card on the visitor's page: a property that somebody sends, or an invitation to chat. It lives in a shadow root with an
 * adopted style sheet, so the page's security policy needs no exception and neither side's styles reach the other. All
 * text is set as text. The focus stays where it is; Escape and the button close it.
 */

import type { CardMessage, CardProperty } from '../../protocol/page';
import { card_style } from './card-style';

/** An address to go to or to draw: of the web only, and relative ones against the page. */
export function web_address(text: string | null | undefined): string | undefined {
  if (!text) return;
  try {
    const url = new URL(text, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {}
}

export function price_text({ price, currency }: CardProperty): string {
  if (price == null) return '';
  const plain = { maximumFractionDigits: 0 };
  try {
    const options = currency ? { ...plain, style: 'currency' as const, currency } : plain;
    return new Intl.NumberFormat(document.documentElement.lang || undefined, options).format(price);
  } catch {
    return `${price}`;
  }
}

function facts_text({ bedrooms, type }: CardProperty): string {
  const rooms = bedrooms ? `${bedrooms} bedroom${bedrooms === 1 ? '' : 's'}` : '';
  return [rooms, type].filter(Boolean).join(' · ');
}

function made(tag: string, name: string, text?: string | null, ...children: Node[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

/** An element for a text, or none for none. */
const line = (tag: string, name: string, text: string | null | undefined): HTMLElement[] =>
  text ? [made(tag, name, text)] : [];

function picture(address: string): HTMLElement {
  const image = made('img', 'picture') as HTMLImageElement;
  image.alt = '';
  image.onerror = () => image.remove();
  image.src = address;
  return image;
}

function property_parts(property: CardProperty, from: string | null): { title: string; parts: Node[] } {
  const title = property.address || 'A home for you';
  const place = [property.city, property.state].filter(Boolean).join(', ');
  const image = web_address(property.image);
  return {
    title,
    parts: [
      ...(image ? [picture(image)] : []),
      made('p', 'from', from ? `${from} thought of you` : 'You may like this one'),
      made('h2', 'title', title),
      ...line('p', 'place', place),
      ...line('p', 'price', price_text(property)),
      ...line('p', 'place', facts_text(property)),
    ],
  };
}

/** Draws the card and answers what takes it away. `done` is told once: the visitor followed it, or closed it. */
export function draw_card(card: CardMessage, done: (state: 'clicked' | 'dismissed') => void): () => void {
  const { property, note, from } = card;
  const host = document.createElement('sojourn-card');
  const root = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(card_style);
  root.adoptedStyleSheets = [style];

  const leaving = new AbortController();
  const remove = (): void => {
    leaving.abort();
    host.remove();
  };
  const finish = (state: 'clicked' | 'dismissed'): void => {
    if (leaving.signal.aborted) return;
    remove();
    done(state);
  };

  const { title, parts } = property
    ? property_parts(property, from)
    : { title: from || 'Can we help?', parts: [made('h2', 'title', from || 'Can we help?')] };
  const address = web_address(property?.url);
  const close = made('button', 'close', '×');
  close.setAttribute('aria-label', 'Close');
  close.onclick = () => finish('dismissed');
  const action = made(property ? 'a' : 'button', 'action', property ? 'View' : 'Chat');
  action.onclick = () => {
    finish('clicked');
    // A chat on the page listens for it.
    if (!property) dispatchEvent(new CustomEvent('sojourn:invite', { detail: card.delivery_id }));
  };
  if (address) action.setAttribute('href', address);
  const actions = property && !address ? [] : [action];

  const body = made(
    'section',
    'card',
    null,
    ...parts,
    ...line('blockquote', 'note', note),
    ...actions,
    close,
  );
  body.setAttribute('role', 'dialog');
  body.setAttribute('aria-label', title);
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) finish('dismissed');
    },
    leaving,
  );

  // Announced where it stands: the region is there before its content comes.
  const region = made('div', 'region');
  region.setAttribute('aria-live', 'polite');
  root.append(region);
  document.body.append(host);
  region.append(body);
  return remove;
}
