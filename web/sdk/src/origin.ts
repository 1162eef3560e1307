import type { VisitStart } from '../../protocol/visits';

export const page = () => location.pathname + location.search;

/** How the visitor came here. */
export function origin(): Pick<VisitStart, 'device' | 'entry'> {
  const { referrer } = document;
  return {
    device: { screen_size: `${screen.width}x${screen.height}` },
    entry: {
      page: page(),
      referrer,
      source: referrer ? (referrer.startsWith(location.origin) ? 'internal' : 'external') : 'direct',
      campaign: new URL(location.href).searchParams.get('utm_campaign') || undefined,
    },
  };
}
