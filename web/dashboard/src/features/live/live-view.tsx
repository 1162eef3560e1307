import { ArrowRight, CloudOff, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import { counted } from '../../lib/format';
import { Button } from '../../ui/button';
import { Link } from '../../ui/link';
import { Notice } from '../../ui/notice';
import { Arrivals } from './arrivals';
import { CountsRow } from './counts-row';
import { EmptyState } from './empty-state';
import { LiveHeader, live_path } from './live-header';
import styles from './live-view.module.css';
import { NewestVisits } from './newest-visits';
import { Skeletons } from './skeletons';
import type { View } from './use-board';

interface LiveViewProps {
  site_name: string;
  view: View;
  actions(session: LiveSession): ReactNode;
}

export function LiveView({ site_name, view, actions }: LiveViewProps) {
  const { board, status, retry } = view;
  const is_failed = status === 'failed' && !board;
  return (
    <>
      <LiveHeader site_name={site_name} view={view} tab="newest" />
      {board && <CountsRow counts={board.counts} />}
      {board && board.sessions.length > 0 && (
        <NewestVisits board={board} actions={actions}>
          <Link to={live_path('/live/all')} className={styles.more}>
            <Users size={22} aria-hidden />
            See {board.counts.total_count > board.sessions.length ? 'all' : 'the list of'}{' '}
            {counted(board.counts.total_count, 'visit')}
            <ArrowRight size={16} aria-hidden />
          </Link>
        </NewestVisits>
      )}
      {board && status !== 'past' && <Arrivals sessions={board.sessions} />}
      {board?.sessions.length === 0 && <EmptyState is_past={status === 'past'} />}
      {!board && !is_failed && <Skeletons />}
      {is_failed && (
        <Notice icon={<CloudOff aria-hidden />} title="The server does not answer">
          <p>We keep trying. Nothing is lost: visits are recorded by the server, not by this page.</p>
          <Button look="primary" onClick={retry}>
            Try again now
          </Button>
        </Notice>
      )}
    </>
  );
}
