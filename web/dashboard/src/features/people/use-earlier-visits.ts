import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../../lib/api';
import { useSite } from '../../lib/site';
import { person } from '../../lib/wire-people';
import { person_path } from './person-path';

/** The visits behind the first page of a person's, read when somebody asks for them. */
export function useEarlierVisits(id: string, first_cursor: string | null) {
  const path = person_path(useSite().site_id, id);
  const query = useInfiniteQuery({
    queryKey: [path, 'earlier', first_cursor],
    queryFn: ({ pageParam, signal }) =>
      get(`${path}&cursor=${encodeURIComponent(pageParam)}`, person, signal),
    initialPageParam: first_cursor ?? '',
    getNextPageParam: (last) => last.next_cursor,
    enabled: false,
  });
  return {
    visits: query.data?.pages.flatMap((page) => page.visits) ?? [],
    has_more: query.data ? query.hasNextPage : first_cursor !== null,
    is_reading: query.isFetching,
    read_more: () => void (query.data ? query.fetchNextPage() : query.refetch()),
  };
}
