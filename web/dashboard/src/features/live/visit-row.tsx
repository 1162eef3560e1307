import { House, MapPin } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import { place_name, property_name, visitor_name } from '../../lib/format';
import type { BoardSession } from '../../lib/live-board';
import { journey_path, navigate } from '../../lib/navigation';
import { Changing } from '../../ui/changing';
import { PresenceMark } from '../../ui/presence-mark';
import { TemperatureBadge } from '../../ui/temperature-badge';
import { VisitFacts } from './visit-facts';
import { VisitMarks } from './visit-marks';
import styles from './visit-row.module.css';

interface VisitRowProps {
  session: BoardSession;
  is_gone: boolean;
  actions(session: LiveSession): ReactNode;
}

/** One visit in one line. The whole row opens its journey; the name is the link. */
export const VisitRow = memo(function VisitRow({ session, is_gone, actions }: VisitRowProps) {
  const { behavioral_score, current_page, current_property, score_category, session_id } = session;
  const name = visitor_name(session);
  return (
    <article className={`${styles.row} ${styles[score_category]} ${is_gone ? styles.gone : ''}`}>
      <div className={styles.score}>
        <span className="sr-only">Score </span>
        <strong>
          <Changing value={behavioral_score} />
        </strong>
        <TemperatureBadge category={score_category} />
      </div>
      <div className={styles.who}>
        <h2>
          <a
            data-visit
            href={journey_path(session_id)}
            aria-label={`View journey of ${name}`}
            title={name}
            className={session.is_anonymous ? styles.anonymous : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              navigate(journey_path(session_id));
            }}
          >
            {name}
          </a>
        </h2>
        <p>
          <MapPin size={13} aria-hidden />
          <span className={styles.place}>{place_name(session.location)}</span>
        </p>
      </div>
      <div className={styles.viewing}>
        <p className={styles.path} title={current_page ?? undefined}>
          <Changing value={current_page ?? '—'} />
        </p>
        {current_property && (
          <p className={styles.property}>
            <House size={14} aria-hidden />
            <span>{property_name(current_property)}</span>
          </p>
        )}
      </div>
      <div className={styles.marks}>
        <VisitMarks session={session} />
      </div>
      <div className={styles.facts}>
        <VisitFacts session={session} />
        <PresenceMark presence={session.presence} tabs={session.tabs} />
      </div>
      <div className={styles.actions}>{actions(session)}</div>
    </article>
  );
});
