import type { ReactNode } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import { useSite } from '../../lib/site';
import { LiveView } from './live-view';
import { useBoard } from './use-board';

/** Who came last, and how many are here. */
export function LivePage({ actions }: { actions(session: LiveSession): ReactNode }) {
  return <LiveView site_name={useSite().name} view={useBoard()} actions={actions} />;
}
