/** What happens on a page beyond its view: the property shown, declared clicks and forms, and errors. */

const message_characters_max = 500;
const page_errors_max = 10;
const property_check_ms = 1_000;

type Track = (type: string, data: Record<string, unknown>) => void;

/** `data-sojourn-property-id="42"` beside `data-sojourn-event` becomes `{"property_id": "42"}`. */
export function declared_data(element: Element): Record<string, string> {
  const data: Record<string, string> = {};
  for (const { name, value } of element.attributes) {
    if (/^data-sojourn-(?!event)/.test(name)) data[name.slice(13).replace(/-/g, '_')] = value;
  }
  return data;
}

export function watch_page(track: Track): void {
  /** Listens before the page can stop an event, and keeps failures of ours from the page. */
  const listen = <Kind extends Event>(type: string, work: (event: Kind) => void): void =>
    addEventListener(
      type,
      (event) => {
        try {
          work(event as Kind);
        } catch {}
      },
      true,
    );

  const declared = ({ type, target }: Event): void => {
    const element = (target as Element).closest<HTMLElement>('[data-sojourn-event]');
    if (element && (element.tagName === 'FORM') === (type === 'submit'))
      track(element.dataset.sojournEvent as string, declared_data(element));
  };
  listen('click', declared);
  listen('submit', declared);

  let errors = 0;
  const failed = (message: unknown, source?: string, line?: number): void => {
    if (message && errors++ < page_errors_max)
      track('error', { message: `${message}`.slice(0, message_characters_max), source, line });
  };
  listen<ErrorEvent>('error', ({ message, filename, lineno }) => failed(message, filename, lineno));
  listen<PromiseRejectionEvent>('unhandledrejection', ({ reason }) => failed(reason?.message ?? reason));

  /** Single-page sites draw a listing when its data has come, so the mark is looked for rather than announced. */
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
  setInterval(look, property_check_ms);
}
