import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { access, refuse_access } from '../../lib/access';
import { get } from '../../lib/api';
import { LiveConnection, type LiveState, list_limit } from '../../lib/live-connection';
import { active_answer } from '../../lib/wire';

export interface Live extends LiveState {
  retry(): void;
}

/** The visits of a site that are alive now, kept up to date while a component looks. */
export function useLive(site: string): Live {
  const connection = useMemo(() => connect(site), [site]);
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  useEffect(() => {
    connection.start();
    return () => connection.stop();
  }, [connection]);
  useEffect(() => {
    if (state.status === 'denied') refuse_access();
  }, [state.status]);
  return { ...state, retry: connection.retry };
}

function connect(site: string): LiveConnection {
  const query = `site=${encodeURIComponent(site)}`;
  const socket_url = `${window.location.origin.replace(/^http/, 'ws')}/api/admin/live?${query}`;
  return new LiveConnection({
    open_socket: () => new WebSocket(socket_url),
    token: access.get().token ?? '',
    poll: () => get(`/api/admin/sessions/active?${query}&limit=${list_limit}`, active_answer),
    now: Date.now,
    random: Math.random,
  });
}
