import { House, MapPin } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import { place_name, price, property_name, visitor_name } from '../../lib/format';
import type { BoardSession } from '../../lib/live-board';
import { journey_path, navigate } from '../../lib/navigation';
import { Changing } from '../../ui/changing';
import { Link } from '../../ui/link';
import { PresenceMark } from '../../ui/presence-mark';
import { TemperatureBadge } from '../../ui/temperature-badge';
import styles from './visit-card.module.css';
import { VisitFacts } from './visit-facts';
import { VisitMarks } from './visit-marks';

interface VisitCardProps {
  session: BoardSession;
  /** Ended or pushed out of the list, and shown only because somebody points at the list. */
  is_gone: boolean;
  actions(session: LiveSession): ReactNode;
}

/** One visit at a glance: who, where, how interested, and what is on their screen. */
export function VisitCard({ session, is_gone, actions }: VisitCardProps) {
  const { behavioral_score, current_page, current_property, score_category } = session;
  const name = visitor_name(session);
  return (
    <article className={`${styles.card} ${styles[score_category]} ${is_gone ? styles.gone : ''}`}>
      <header className={styles.head}>
        <div className={styles.who}>
          <h2 className={session.is_anonymous ? styles.anonymous : undefined} title={name}>
            {name}
          </h2>
          <p className={styles.place}>
            <MapPin size={14} aria-hidden />
            <span>{place_name(session.location)}</span>
          </p>
        </div>
        <div className={styles.score}>
          <span className="sr-only">Score </span>
          <strong>
            <Changing value={behavioral_score} />
          </strong>
          <TemperatureBadge category={score_category} />
        </div>
        <div className={styles.actions}>{actions(session)}</div>
      </header>

      <div className={styles.middle}>
        <dl className={styles.viewing}>
          <div>
            <dt>
              Viewing
              <PresenceMark presence={session.presence} tabs={session.tabs} />
            </dt>
            <dd className={styles.path} title={current_page ?? undefined}>
              <Changing value={current_page ?? '—'} />
            </dd>
          </div>
          {current_property && (
            <div>
              <dt className="sr-only">Property</dt>
              <dd className={styles.property}>
                <House size={15} aria-hidden />
                <span>{property_name(current_property)}</span>
                {current_property.price !== null && <b>{price(current_property.price)}</b>}
              </dd>
            </div>
          )}
        </dl>
        <VisitMarks session={session} />
      </div>

      <footer className={styles.foot}>
        <VisitFacts session={session} />
        <Link
          className={styles.journey}
          to={journey_path(session.session_id)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            // The filters may have changed since this card was drawn.
            event.preventDefault();
            navigate(journey_path(session.session_id));
          }}
          aria-label={`View journey of ${name}`}
        >
          View journey
        </Link>
      </footer>
    </article>
  );
}
