import { CloudOff } from 'lucide-react';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { ConnectionState } from './connection-state';
import { CountsRow } from './counts-row';
import { EmptyState } from './empty-state';
import styles from './live-page.module.css';
import { Skeletons } from './skeletons';
import type { Live } from './use-live';
import { VisitList } from './visit-list';

/** Who is on the site now. */
export function LivePage({ site_name, live }: { site_name: string; live: Live }) {
  const { board, status, retry } = live;
  const is_failed = status === 'failed' && !board;
  return (
    <>
      <header className={styles.header}>
        <div>
          <p className={styles.site}>{site_name}</p>
          <h1>Who is here now</h1>
        </div>
        <ConnectionState status={status} on_retry={retry} />
      </header>
      {board && <CountsRow counts={board.counts} />}
      {board && board.sessions.length > 0 && <VisitList sessions={board.sessions} />}
      {board?.sessions.length === 0 && <EmptyState />}
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
