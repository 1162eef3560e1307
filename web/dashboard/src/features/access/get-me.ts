import { useQuery } from '@tanstack/react-query';
import { get } from '../../lib/api';
import { me } from '../../lib/wire';

const get_me = ({ signal }: { signal: AbortSignal }) => get('/api/v1/me', me, signal);

/** What this token may see. Asked once; it does not change while the page is open. */
export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: get_me, staleTime: Number.POSITIVE_INFINITY });
