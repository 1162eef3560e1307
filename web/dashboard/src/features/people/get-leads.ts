import { useInfiniteQuery } from '@tanstack/react-query';
import { address_of, get } from '../../lib/api';
import { useSite } from '../../lib/site';
import { leads_answer } from '../../lib/wire-people';

const page_size = 50;

export function useLeads(q: string, sort: string) {
  const { site_id: site } = useSite();
  const path = address_of('/api/admin/leads', { site, q, sort, limit: page_size });
  return useInfiniteQuery({
    queryKey: [path, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      get(pageParam ? `${path}&cursor=${encodeURIComponent(pageParam)}` : path, leads_answer, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
}
