/** What a page declares in its attributes: events, views, workflows, and the property it shows. */

import { element_of, type Watch } from './watch';

/** How long an element is on screen before it counts as seen. */
export const seen_ms = 1_000;

/** Half of the element is in view, or it fills half of the window: asked at each of these shares. */
const view_steps = Array.from({ length: 21 }, (_, step) => step / 20);

/** Attributes that say what to do; every other `data-sojourn-…` is data. */
const instructions = /^data-sojourn-(event|view|workflow)$/;

/** `data-sojourn-property-id="42"` becomes `{"property_id": "42"}`. Numbers stay text. */
export function declared_data(element: Element): Record<string, string> {
  const data: Record<string, string> = {};
  for (const { name, value } of element.attributes) {
    if (name.startsWith('data-sojourn-') && !instructions.test(name))
      data[name.slice(13).replace(/-/g, '_')] = value;
  }
  return data;
}

const attribute = (element: Element, name: string): string =>
  element.getAttribute(`data-sojourn-${name}`) as string;

export function watch_events({ listen, track }: Watch): void {
  const declared = (event: Event): void => {
    const element = element_of(event)?.closest('[data-sojourn-event]');
    if (element && element.matches('form') === (event.type === 'submit'))
      track(attribute(element, 'event'), declared_data(element));
  };
  listen('click', declared);
  listen('submit', declared);
}

/** A form that is a workflow starts where its first field is entered, and completes when it is submitted. */
export function watch_workflows({ listen, track }: Watch): void {
  const started = new WeakSet<Attr>();
  const step = (event: Event): void => {
    const form = element_of(event)?.closest('form[data-sojourn-workflow]');
    if (!form) return;
    const workflow = form.getAttributeNode('data-sojourn-workflow') as Attr;
    const data = { workflow_id: workflow.value, ...declared_data(form) };
    if (!started.has(workflow)) track('workflow_start', data);
    started.add(workflow);
    if (event.type === 'submit' && started.delete(workflow)) track('workflow_complete', data);
  };
  listen('focusin', step);
  listen('submit', step);
}

/** Elements that come later are found within a second. */
export function watch_views({ every_second, signal, track }: Watch): void {
  if (!window.IntersectionObserver) return;
  const found = new WeakSet<Element>();
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  const wait = (element: Element): void => {
    const seen = () => {
      if (document.hidden) return wait(element);
      observer.unobserve(element);
      timers.delete(element);
      track(attribute(element, 'view'), declared_data(element));
    };
    timers.set(element, setTimeout(seen, seen_ms));
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect } of entries) {
        const is_in_view = intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2;
        if (is_in_view === timers.has(target)) continue;
        clearTimeout(timers.get(target));
        timers.delete(target);
        if (is_in_view) wait(target);
      }
    },
    { threshold: view_steps },
  );
  const look = (): void => {
    for (const element of document.querySelectorAll('[data-sojourn-view]')) {
      if (!found.has(element)) observer.observe(element);
      found.add(element);
    }
  };
  look();
  every_second(look);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    timers.forEach(clearTimeout);
  });
}

/** Single-page sites draw a listing when its data has come, so the mark is looked for rather than announced. */
export function watch_property({ every_second, track }: Watch): void {
  let shown: string | undefined;
  const look = (): void => {
    const mark = document.querySelector<HTMLMetaElement>(
      'meta[name=sojourn-property],[data-sojourn-property]',
    );
    const property_id = mark?.content || mark?.dataset.sojournProperty;
    if (property_id && property_id !== shown) track('property_view', { property_id });
    shown = property_id;
  };
  look();
  every_second(look);
}
