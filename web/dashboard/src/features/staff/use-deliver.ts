import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { send } from '../../lib/api';
import { useSite } from '../../lib/site';
import { delivery } from '../../lib/wire-journey';
import { act_path } from './use-act';

interface Sending {
  path: 'send-property' | 'invite';
  body: object;
}

/** Sends something to a visitor. Trying the same again after a lost answer does not send it twice. */
export function useDeliver(session_id: string) {
  const { site_id } = useSite();
  const queries = useQueryClient();
  const last = useRef({ what: '', key: '' });
  return useMutation({
    mutationFn: ({ path, body }: Sending) => {
      const what = path + JSON.stringify(body);
      if (last.current.what !== what) last.current = { what, key: crypto.randomUUID() };
      return send({
        method: 'POST',
        path: act_path(site_id, session_id, path),
        body,
        shape: delivery,
        key: last.current.key,
      });
    },
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).includes(session_id) }),
  });
}
