import { memo, type ReactNode } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import type { Row } from './rows';
import { useLeaving } from './use-leaving';
import { VisitCard } from './visit-card';
import styles from './visit-list.module.css';

const Card = memo(VisitCard);

interface VisitListProps {
  rows: readonly Row[];
  actions(session: LiveSession): ReactNode;
  /** What comes after the last card. */
  children?: ReactNode;
}

/** A card per visit, newest first. A message redraws only the cards whose visits it names. */
export function VisitList({ rows, actions, children }: VisitListProps) {
  return (
    <ul className={styles.list} aria-label="Visits">
      {useLeaving(rows).map(({ session, is_gone, is_leaving }) => (
        <li
          key={session.session_id}
          className={is_leaving ? styles.leaving : styles.staying}
          aria-hidden={is_leaving || undefined}
          inert={is_leaving}
        >
          <Card session={session} is_gone={is_gone} actions={actions} />
        </li>
      ))}
      {children && <li className={styles.staying}>{children}</li>}
    </ul>
  );
}
