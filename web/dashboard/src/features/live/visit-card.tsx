import {
  ArrowRight,
  Eye,
  Globe,
  Heart,
  House,
  MapPin,
  Monitor,
  Smartphone,
  Tablet,
  Timer,
} from 'lucide-react';
import { counted, place_name, price, property_name, visitor_name } from '../../lib/format';
import type { BoardSession } from '../../lib/live-board';
import { journey_path, navigate } from '../../lib/navigation';
import { Changing } from '../../ui/changing';
import { TemperatureBadge } from '../../ui/temperature-badge';
import { TickingDuration } from './ticking-duration';
import styles from './visit-card.module.css';

const devices = { desktop: Monitor, mobile: Smartphone, tablet: Tablet };

/** One visit at a glance: who, where, how interested, and what is on their screen. */
export function VisitCard({ session }: { session: BoardSession }) {
  const { behavioral_score, current_page, current_property, device_type, score_category } = session;
  const Device = devices[device_type as keyof typeof devices] ?? Globe;
  const name = visitor_name(session);
  return (
    <article className={`${styles.card} ${styles[score_category]}`}>
      <header className={styles.head}>
        <div className={styles.who}>
          <h2 className={session.is_anonymous ? styles.anonymous : undefined} title={name}>
            {name}
          </h2>
          <p className={styles.place}>
            <MapPin size={14} aria-hidden />
            {place_name(session.location)}
          </p>
        </div>
        <div className={styles.score}>
          <span className="sr-only">Score </span>
          <strong>
            <Changing value={behavioral_score} />
          </strong>
          <TemperatureBadge category={score_category} />
        </div>
      </header>

      <dl className={styles.viewing}>
        <div>
          <dt>Viewing</dt>
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

      <footer className={styles.foot}>
        <ul className={styles.facts}>
          <li title="Duration">
            <Timer size={15} aria-hidden />
            <TickingDuration session={session} />
          </li>
          <li title="Page views">
            <Eye size={15} aria-hidden />
            <Changing value={session.page_views} />
            <span className="sr-only">{session.page_views === 1 ? 'page view' : 'page views'}</span>
          </li>
          {session.property_saves > 0 && (
            <li title={counted(session.property_saves, 'saved property', 'saved properties')}>
              <Heart size={15} aria-hidden />
              <Changing value={session.property_saves} />
              <span className="sr-only">saved</span>
            </li>
          )}
          <li title={[session.browser, device_type].filter(Boolean).join(', ')}>
            <Device size={15} aria-hidden />
            <span className="sr-only">{device_type ?? 'unknown device'}</span>
          </li>
        </ul>
        <a
          className={styles.journey}
          href={journey_path(session.session_id)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            navigate(journey_path(session.session_id));
          }}
          aria-label={`View journey of ${name}`}
        >
          View journey
          <ArrowRight size={15} aria-hidden />
        </a>
      </footer>
    </article>
  );
}
