import { History } from 'lucide-react';
import type { LiveStatus } from '../../lib/live-connection';
import { Button } from '../../ui/button';
import styles from './connection-state.module.css';

const words: Record<LiveStatus | 'past', string> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  polling: 'Reconnecting, updates every',
  failed: 'No connection',
  denied: 'Not allowed',
  past: 'The past',
};

interface ConnectionStateProps {
  status: LiveStatus | 'past';
  poll_ms: number;
  on_retry(): void;
}

/** What the reader may trust: a pulse only while changes really arrive. */
export function ConnectionState({ status, poll_ms, on_retry }: ConnectionStateProps) {
  return (
    <div className={styles.state}>
      {status === 'past' ? (
        <History size={17} aria-hidden />
      ) : (
        <span className={`${styles.dot} ${styles[status]}`} aria-hidden />
      )}
      <span role="status">
        {words[status]}
        {status === 'polling' && ` ${Math.round(poll_ms / 1000)} seconds`}
      </span>
      {status === 'reconnecting' && (
        <Button className={styles.retry} onClick={on_retry}>
          Try now
        </Button>
      )}
    </div>
  );
}
