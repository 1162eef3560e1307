import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { LiveFilter } from '../../../protocol/live';
import { access, refuse_access } from './access';
import { address_of, get, type Query } from './api';
import { newest } from './live-board';
import { LiveConnection, type LiveState } from './live-connection';
import { active_answer } from './wire';

/** The one connection of this page: whoever needs live visits follows it. */
export const LiveContext = createContext<LiveConnection | null>(null);

export function useLiveConnection(): LiveConnection {
  const connection = useContext(LiveContext);
  if (!connection) throw new Error('There is no live connection above this component.');
  return connection;
}

/** Opens the connection for a site, and closes it when the component goes. */
export function useNewConnection(site: string): LiveConnection {
  const connection = useMemo(() => connect(site), [site]);
  const { status } = useSyncExternalStore(connection.subscribe, connection.state);
  useEffect(() => {
    connection.start();
    return () => connection.stop();
  }, [connection]);
  useEffect(() => {
    if (status === 'denied') refuse_access();
  }, [status]);
  return connection;
}

export interface Live extends LiveState {
  retry(): void;
}

/** The visits that a filter names, kept up to date while a component looks. */
export function useLive(filter: LiveFilter = newest): Live {
  const connection = useLiveConnection();
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const wanted = JSON.stringify(filter);
  useEffect(() => connection.watch(JSON.parse(wanted)), [connection, wanted]);
  // Whoever looks away leaves little to be told.
  useEffect(() => () => connection.watch(newest), [connection]);
  return { ...state, retry: connection.retry };
}

function connect(site: string): LiveConnection {
  const socket_url = `${window.location.origin.replace(/^http/, 'ws')}/api/admin/live?site=${encodeURIComponent(site)}`;
  return new LiveConnection({
    open_socket: () => new WebSocket(socket_url),
    token: access.get().token ?? '',
    poll: (filter) =>
      get(address_of('/api/admin/sessions/active', { site, ...http_filter(filter) }), active_answer),
    now: Date.now,
    random: Math.random,
  });
}

/** The socket counts `within` in seconds, HTTP wants a unit. */
export const http_filter = ({ within, ...rest }: Partial<LiveFilter>): Query => ({
  ...rest,
  within: within && `${within}s`,
});
