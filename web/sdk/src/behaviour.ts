/** How people use the page: clicks, clicks in anger, clicks without effect, failing forms, scrolling, leaving links, errors. */

import { page } from './origin';
import { described, element_of, shortened, type Watch } from './watch';

const page_errors_max = 10;
const message_characters_max = 500;

/** Clicks in anger: this many, each within this time and distance of the first. */
export const rage = { clicks: 3, ms: 1_000, pixels: 30 };
/** A click to which the page has not reacted for this long is dead. */
export const dead_ms = 2_500;
const scroll_rest_ms = 300;

const clickable =
  'a[href],button,summary,input[type=submit],input[type=button],[role=button],[role=link],[role=tab],[role=menuitem],[onclick]';
/** What reacts outside the page's own content. */
const reacts_elsewhere =
  'a[target],a[download],a[href^="mailto:"],a[href^="tel:"],label,input,select,textarea,audio,video';

/** What looks as if a click would do something: by its kind, or by the hand that the page shows over it. */
function clicked(element: Element): Element | null {
  return element.closest(clickable) ?? (getComputedStyle(element).cursor === 'pointer' ? element : null);
}

/** The address of a link to elsewhere, without what may be personal in it. */
function outbound(element: Element): string | undefined {
  const link = element.closest<HTMLAnchorElement>('a[href]');
  if (link && /^http/.test(link.protocol) && link.host !== location.host) return link.origin + link.pathname;
}

export function watch_clicks({ listen, track }: Watch): void {
  listen<MouseEvent>('click', (event) => {
    const element = element_of(event);
    const target = element && clicked(element);
    if (!target || target.closest('[data-sojourn-event]')) return;
    const url = outbound(target);
    track(url ? 'outbound_click' : 'click', url ? { url } : { target: described(target) });
  });
}

/** One event for each burst, when it is over. */
export function watch_rage({ listen, signal, track }: Watch): void {
  let burst: MouseEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = (): void => {
    const first = burst[0];
    const element = first && element_of(first);
    if (element && burst.length >= rage.clicks) {
      track('rage_click', {
        x: Math.round(first.clientX),
        y: Math.round(first.clientY),
        target: described(element),
        count: burst.length,
      });
    }
    burst = [];
  };
  listen<MouseEvent>('click', (event) => {
    if (!element_of(event) || !event.detail) return;
    const near = (other: MouseEvent) =>
      Math.hypot(other.clientX - event.clientX, other.clientY - event.clientY) <= rage.pixels;
    const first = burst.at(-(rage.clicks - 1)) ?? burst[0];
    if (first && !(near(first) && event.timeStamp - first.timeStamp <= rage.ms)) over();
    burst.push(event);
    clearTimeout(timer);
    timer = setTimeout(over, rage.ms);
  });
  listen('pagehide', over);
  signal.addEventListener('abort', () => clearTimeout(timer));
}

/** A click waits for any sign of life of the page: a change, a scroll, a selection, a form, another page or window. */
export function watch_dead_clicks({ listen, signal, track }: Watch): void {
  let waiting: { element: Element; x: number; y: number; page: string } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => ![...addedNodes].some((node) => node.nodeName === 'SOJOURN-CARD')))
      alive();
  });
  const alive = (): void => {
    waiting = undefined;
    clearTimeout(timer);
    observer.disconnect();
  };
  const dead = (): void => {
    const click = waiting;
    alive();
    if (click?.page !== page() || !click.element.isConnected) return;
    track('dead_click', { target: described(click.element), x: click.x, y: click.y });
  };
  listen<MouseEvent>('click', (event) => {
    const element = element_of(event);
    const target = element && clicked(element);
    if (!target || target.closest(reacts_elsewhere) || outbound(target) || waiting) return;
    waiting = {
      element: target,
      x: Math.round(event.clientX),
      y: Math.round(event.clientY),
      page: page(),
    };
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    timer = setTimeout(dead, dead_ms);
  });
  for (const type of [
    'scroll',
    'submit',
    'invalid',
    'input',
    'toggle',
    'play',
    'blur',
    'pagehide',
    'popstate',
  ])
    listen(type, alive);
  listen('selectionchange', alive, document);
  signal.addEventListener('abort', alive);
}

/** A form that the browser refuses to send tells of each wrong field; the form is told of once. */
export function watch_failing_forms({ listen, track }: Watch): void {
  const failing = new Set<HTMLFormElement>();
  listen('invalid', (event) => {
    const form = (element_of(event) as HTMLInputElement | undefined)?.form;
    if (!form || failing.has(form)) return;
    failing.add(form);
    setTimeout(() => failing.delete(form));
    track('form_fail', { form: form.getAttribute('data-sojourn-workflow') ?? described(form) });
  });
}

/** The deepest quarter of each page that was scrolled to. */
export function watch_scrolling({ listen, signal, track }: Watch): void {
  let deepest = 0;
  let where = page();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    timer = undefined;
    if (where !== page()) deepest = 0;
    where = page();
    const { scrollHeight } = document.documentElement;
    const percent = Math.floor(((scrollY + innerHeight + 1) / scrollHeight) * 4) * 25;
    if (percent <= deepest) return;
    deepest = Math.min(percent, 100);
    track('scroll_depth', { percent: deepest });
  };
  listen(
    'scroll',
    () => {
      timer ??= setTimeout(rest, scroll_rest_ms);
    },
    document,
  );
  signal.addEventListener('abort', () => clearTimeout(timer));
}

export function watch_errors({ listen, track }: Watch): void {
  let errors = 0;
  const failed = (message: unknown, source?: string, line?: number): void => {
    if (message && errors++ < page_errors_max)
      track('error', { message: shortened(message, message_characters_max), source, line });
  };
  listen<ErrorEvent>('error', ({ message, filename, lineno }) => failed(message, filename, lineno));
  listen<PromiseRejectionEvent>('unhandledrejection', ({ reason }) => failed(reason?.message ?? reason));
}
