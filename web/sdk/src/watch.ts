/** What the parts of the page module share: how they listen, wait, and tell. All of it ends with one signal. */

export type Track = (type: string, data: Record<string, unknown>) => void;

export interface Watch {
  track: Track;
  /** Aborted when consent is withdrawn. */
  signal: AbortSignal;
  /** Listens before the page can stop an event, and keeps failures of ours from the page. */
  listen<Kind extends Event>(type: string, work: (event: Kind) => void, target?: EventTarget): void;
  every_second(work: () => void): void;
  /** Hands on what happened before there was anybody to listen. */
  replay(events: Event[]): void;
}

const texts_max = 200;

export const shortened = (text: unknown, characters_max = texts_max): string =>
  `${text}`.slice(0, characters_max);

/** The element that an event is about; nothing where it is not one, or is a card of ours. */
export function element_of({ target }: Event): Element | undefined {
  return target instanceof Element && !target.closest('sojourn-card') ? target : undefined;
}

/** A few words by which people who know the page recognise an element; never what stands in it. */
export function described(element: Element): string {
  const name = element.getAttribute('name');
  const detail = element.id ? `#${element.id}` : name ? `[name=${name}]` : '';
  const classes = detail ? [] : [...element.classList].slice(0, 2).map((word) => `.${word}`);
  const around = detail || classes[0] ? undefined : element.closest('[id]')?.id;
  return shortened([around ? `#${around} ` : '', element.localName, detail, ...classes].join(''));
}

/** Guards a function of ours that the browser calls. */
export const quiet =
  <Values extends unknown[]>(work: (...values: Values) => void) =>
  (...values: Values): void => {
    try {
      work(...values);
    } catch {}
  };

export function create_watch(track: Track, signal: AbortSignal): Watch {
  const each_second: (() => void)[] = [];
  const on_window: [type: string, work: (event: Event) => void][] = [];
  const timer = setInterval(() => {
    for (const work of each_second) work();
  }, 1_000);
  signal.addEventListener('abort', () => clearInterval(timer));
  return {
    track,
    signal,
    listen(type, work, target = window) {
      const guarded = quiet(work as (event: Event) => void);
      target.addEventListener(type, guarded, { capture: true, passive: true, signal });
      if (target === window) on_window.push([type, guarded]);
    },
    every_second: (work) => each_second.push(quiet(work)),
    replay(events) {
      for (const event of events) {
        for (const [type, work] of on_window) if (type === event.type) work(event);
      }
    },
  };
}
