import { useEffect } from 'react';
import type { LiveConnection } from '../lib/live-connection';
import { useSettings } from '../lib/settings';

/** How often the site wants to be asked while no socket can be opened. */
export function usePollInterval(connection: LiveConnection): void {
  const seconds = useSettings().data?.poll_seconds;
  useEffect(() => {
    if (seconds) connection.poll_every(seconds * 1000);
  }, [connection, seconds]);
}
