import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Alert } from '../../../../protocol/live';
import type { LiveConnection } from '../../lib/live-connection';
import { journey_path, navigate } from '../../lib/navigation';
import { say } from '../../lib/toasts';
import { alerts_path } from './get-alerts';
import { notify } from './notifications';

/** An alert that arrives is said on the page and, where one wants it, by the browser. */
export function useArrivals(connection: LiveConnection): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      connection.on_alert((alert) => {
        void queries.invalidateQueries({
          predicate: ({ queryKey }) => String(queryKey[0]).startsWith(alerts_path),
        });
        if (alert.suppressed) return;
        const open = opener(alert);
        say(alert.title, 'plain', open && { word: 'Look', run: open });
        notify(alert, open);
      }),
    [connection, queries],
  );
}

function opener({ session_id, lead_id }: Alert): (() => void) | undefined {
  if (session_id) return () => navigate(journey_path(session_id));
  return lead_id ? () => navigate(`/people/${encodeURIComponent(lead_id)}`) : undefined;
}
