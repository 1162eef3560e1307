import type { LiveStatus } from '../../lib/live-connection';
import { Button } from '../../ui/button';
import styles from './connection-state.module.css';

const words: Record<LiveStatus, string> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  polling: 'Reconnecting, updates every 10 seconds',
  failed: 'No connection',
  denied: 'Not allowed',
};

/** What the reader may trust: a pulse only while changes really arrive. */
export function ConnectionState({ status, on_retry }: { status: LiveStatus; on_retry(): void }) {
  return (
    <div className={styles.state}>
      <span className={`${styles.dot} ${styles[status]}`} aria-hidden />
      <span role="status">{words[status]}</span>
      {status === 'reconnecting' && (
        <Button className={styles.retry} onClick={on_retry}>
          Try now
        </Button>
      )}
    </div>
  );
}
