import { TriangleAlert } from 'lucide-react';
import type { Struggle } from '../../../../protocol/live';
import { event_name, time_of_day } from '../../lib/format';
import styles from './side.module.css';

/** Where the visit went wrong for the visitor. */
export function Struggles({ struggles }: { struggles: Struggle[] }) {
  return (
    <section>
      <h3 className={styles.title}>Struggles</h3>
      <ul className={styles.cards}>
        {struggles.map(({ name, at, text }) => (
          <li key={`${name} ${at}`} className={`${styles.card} ${styles.struggle}`}>
            <div>
              <strong>
                <TriangleAlert size={15} aria-hidden /> {event_name(name)}
              </strong>
              <p>{text}</p>
            </div>
            <p className={styles.figures}>
              <time dateTime={at}>{time_of_day(at)}</time>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
