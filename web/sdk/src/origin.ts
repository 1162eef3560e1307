import type { VisitStart } from '../../protocol/visits';

export const page = () => location.pathname + location.search;

/** How the visitor came here. The server tells the source from the referrer. */
export const origin = (): Pick<VisitStart, 'device' | 'entry'> => ({
  device: { screen_size: `${screen.width}x${screen.height}` },
  entry: {
    page: page(),
    referrer: document.referrer,
    campaign: new URLSearchParams(location.search).get('utm_campaign'),
  },
});
