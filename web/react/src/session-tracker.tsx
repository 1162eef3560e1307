import { type ReactNode, useEffect, useState } from 'react';
import type { Options, Person } from '../../sdk/sojourn';
import { create_handle } from './tracker-handle';
import { SojournContext } from './use-sojourn';

export interface SessionTrackerProps extends Omit<Options, 'api'> {
  /** Where the Sojourn server answers, such as `https://sojourn.example.com`. */
  server: string;
  /** Who is signed in, if anybody; told to the server when it changes. */
  person?: Person | undefined;
  children?: ReactNode;
}

/** Starts the tracker in the browser, once for the page, and hands it to `useSojourn` below. Draws nothing itself. */
export function SessionTracker({ server, person, children, ...options }: SessionTrackerProps) {
  const [handle] = useState(create_handle);
  const { site } = options;

  // The other options are those of the start; a tracker that runs keeps its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => handle.start({ ...options, api: server }), [handle, server, site]);

  const said = person && JSON.stringify(person);
  useEffect(() => {
    if (said) handle.call('identify', JSON.parse(said));
  }, [handle, said]);

  return <SojournContext value={handle.call}>{children}</SojournContext>;
}
