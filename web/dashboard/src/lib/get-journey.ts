import { useQuery } from '@tanstack/react-query';
import { get } from '../../lib/api';
import { journey } from '../../lib/wire';

export const refresh_ms = 5_000;

/** A visit's whole story, asked for again while the visit goes on. */
export const useJourney = (id: string, is_live: boolean) =>
  useQuery({
    queryKey: ['journey', id],
    queryFn: ({ signal }) => get(`/api/admin/sessions/${encodeURIComponent(id)}/journey`, journey, signal),
    refetchInterval: is_live && refresh_ms,
  });
