import { memo } from 'react';
import type { BoardSession } from '../../lib/live-board';
import { useLeaving } from './use-leaving';
import { VisitCard } from './visit-card';
import styles from './visit-list.module.css';

const Card = memo(VisitCard);

/** A card per visit, newest first. A message redraws only the cards whose visits it names. */
export function VisitList({ sessions }: { sessions: readonly BoardSession[] }) {
  return (
    <ul className={styles.list} aria-label="Visits">
      {useLeaving(sessions).map(({ session, is_leaving }) => (
        <li
          key={session.session_id}
          className={is_leaving ? styles.leaving : styles.staying}
          aria-hidden={is_leaving || undefined}
        >
          <Card session={session} />
        </li>
      ))}
    </ul>
  );
}
