import type { EarlierVisit } from '../../../../protocol/live';
import { counted, date_and_time, duration } from '../../lib/format';
import { journey_path } from '../../lib/navigation';
import { Link } from '../../ui/link';
import styles from './side.module.css';

export function EarlierVisits({ visits }: { visits: EarlierVisit[] }) {
  return (
    <section>
      <h3 className={styles.title}>Earlier visits</h3>
      <ul className={styles.cards}>
        {visits.map((visit) => (
          <li key={visit.session_id} className={styles.card}>
            <div>
              <Link to={journey_path(visit.session_id)}>{date_and_time(visit.start_time)}</Link>
              <p>
                {duration(visit.duration_seconds)}, {counted(visit.page_views, 'page')}
              </p>
            </div>
            <div className={styles.figures}>
              <span>{visit.score}</span>
              <p>score</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
