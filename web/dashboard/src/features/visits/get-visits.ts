import { useInfiniteQuery } from '@tanstack/react-query';
import { address_of, get } from '../../lib/api';
import { useSite } from '../../lib/site';
import { visits_answer } from '../../lib/wire-people';

const page_size = 50;

/** Visits of the past and of now, a page at a time. */
export function useVisits(filter: Record<string, string>) {
  const { site_id: site } = useSite();
  const path = address_of('/api/v1/sessions', { site, limit: page_size, ...filter });
  return useInfiniteQuery({
    queryKey: [path, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      get(pageParam ? `${path}&cursor=${encodeURIComponent(pageParam)}` : path, visits_answer, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
}
