import { address_of, useGet } from '../../lib/api';
import { useParams } from '../../lib/navigation';
import type { Shape } from '../../lib/shape';
import { useSite } from '../../lib/site';
import { last_days } from '../../ui/date-range';

export const days_first = 30;

/** The days that the address names, or the last thirty. */
export function useDays(): { from: string; to: string } {
  const params = useParams();
  const usual = last_days(days_first);
  return { from: params.get('from') ?? usual.from, to: params.get('to') ?? usual.to };
}

/** One answer about those days. */
export function useInsight<Type>(name: string, shape: Shape<Type>) {
  const { site_id: site } = useSite();
  return useGet(address_of(`/api/v1/${name}`, { site, ...useDays() }), shape, { keeps: true });
}

/** The page that lists the visits behind a figure: the server's own link, on our side of it. */
export function visits_page(link: string | null): string | null {
  if (!link) return null;
  const params = new URLSearchParams(link.split('?')[1] ?? '');
  for (const name of ['site', 'limit', 'cursor']) params.delete(name);
  const search = params.toString();
  return search ? `/visits?${search}` : '/visits';
}
