import { House } from 'lucide-react';
import type { JourneyStep } from '../../../../protocol/live';
import { duration, event_name, price, property_name, time_of_day } from '../../lib/format';
import styles from './replay.module.css';
import { page_at } from './replay-clock';

/** The page that was on the screen, what happened on it, and the score at that moment. */
export function ReplayCard({ steps, index }: { steps: JourneyStep[]; index: number }) {
  const step = steps[index] as JourneyStep;
  const page = page_at(steps, index);
  const since = (Date.parse(step.timestamp) - Date.parse(steps[0]?.timestamp ?? step.timestamp)) / 1000;
  const gain = step.score_after - step.score_before;
  return (
    <div className={styles.window}>
      <p className={styles.bar}>
        <span className={styles.lights} aria-hidden />
        <span className={styles.address}>{page.page}</span>
      </p>
      <div className={styles.content} key={page.page}>
        <div>
          <p className={styles.happened} key={index}>
            {event_name(step.type)}
          </p>
          <h3>{page.title ?? page.page}</h3>
          {step.property && (
            <p className={styles.property}>
              <House size={16} aria-hidden />
              {property_name(step.property)}
              {step.property.price !== null && `, ${price(step.property.price)}`}
            </p>
          )}
          {gain !== 0 && (
            <p className={styles.gain}>
              {gain > 0 ? '+' : '−'}
              {Math.abs(gain)} {step.reason ?? ''}
            </p>
          )}
        </div>
        <dl className={styles.figures}>
          <div>
            <dt>Time</dt>
            <dd>{time_of_day(step.timestamp)}</dd>
          </div>
          <div>
            <dt>Into the visit</dt>
            <dd>{duration(since)}</dd>
          </div>
          <div>
            <dt>Score</dt>
            <dd className={styles.score}>{step.score_after}</dd>
          </div>
        </dl>
      </div>
    </div>
  );
}
