import type { CSSProperties } from 'react';
import { counted } from '../../lib/format';
import { Link } from '../../ui/link';
import { type Hour, hour_name, hours_of_day, week_of, weekdays } from './hours';
import styles from './hours-map.module.css';
import { visits_page } from './use-insight';

/** Hour by weekday; the darker, the more visits. Each cell leads to its visits. */
export function HoursMap({ hours }: { hours: Hour[] }) {
  const week = week_of(hours);
  const most = Math.max(1, ...hours.map((one) => one.sessions));
  return (
    <div className={styles.scroll}>
      <section className={styles.map} aria-label="Visits by weekday and hour">
        {week.map((day, index) => (
          <div key={weekdays[index]} className={styles.day}>
            <span className={styles.weekday} aria-hidden>
              {weekdays[index]?.slice(0, 3)}
            </span>
            {day.map((one) => (
              <Cell key={one.hour} hour={one} most={most} />
            ))}
          </div>
        ))}
        <div className={styles.day} aria-hidden>
          <span />
          {hours_of_day.map((hour) => (
            <span key={hour} className={styles.hour}>
              {hour % 3 === 0 ? String(hour).padStart(2, '0') : ''}
            </span>
          ))}
        </div>
      </section>
    </div>
  );
}

function Cell({ hour: { weekday, hour, sessions, visits }, most }: { hour: Hour; most: number }) {
  const label = `${weekdays[weekday - 1]}, ${hour_name(hour)}: ${counted(sessions, 'visit')}`;
  const heat = { '--heat': `${sessions === 0 ? 0 : 6 + 94 * (sessions / most) ** 0.85}%` } as CSSProperties;
  const to = sessions > 0 ? visits_page(visits) : null;
  if (!to) return <span className={styles.cell} style={heat} title={label} />;
  return <Link to={to} className={styles.cell} style={heat} title={label} aria-label={label} />;
}
