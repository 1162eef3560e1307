import { useMutation, useQueryClient } from '@tanstack/react-query';
import { address_of, send } from '../../lib/api';
import { anything } from '../../lib/shape';
import { useSite } from '../../lib/site';
import { say } from '../../lib/toasts';
import { alerts_path } from './get-alerts';

/** Marks all alerts up to a time as read. */
export function useRead() {
  const { site_id: site } = useSite();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (up_to: string) =>
      send({
        method: 'POST',
        path: address_of(`${alerts_path}/read`, { site }),
        body: { up_to },
        shape: anything,
      }),
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(alerts_path) }),
    onError: (error) => say(error.message, 'bad'),
  });
}
