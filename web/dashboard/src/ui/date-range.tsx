import { useId } from 'react';
import { set_params } from '../lib/navigation';
import styles from './date-range.module.css';

const day_ms = 86_400_000;
const day_of = (time: number): string => new Date(time).toISOString().slice(0, 10);
const spans = [
  [7, '7 days'],
  [30, '30 days'],
  [90, '90 days'],
] as const;

/** The last so many days up to today, both ends counted. */
export const last_days = (count: number, now = Date.now()): { from: string; to: string } => ({
  from: day_of(now - (count - 1) * day_ms),
  to: day_of(now),
});

/** Two days, both counted, in the address. */
export function DateRange({ from, to }: { from: string; to: string }) {
  const id = useId();
  return (
    <div className={styles.range}>
      <fieldset className={styles.spans} aria-label="Days">
        {spans.map(([count, word]) => {
          const span = last_days(count);
          return (
            <button
              key={count}
              type="button"
              aria-pressed={span.from === from && span.to === to}
              onClick={() => set_params(span)}
            >
              {word}
            </button>
          );
        })}
      </fieldset>
      <div className={styles.days}>
        <label htmlFor={`${id}-from`}>From</label>
        <input
          id={`${id}-from`}
          type="date"
          value={from}
          max={to || undefined}
          onChange={(event) => set_params({ from: event.target.value })}
        />
        <label htmlFor={`${id}-to`}>to</label>
        <input
          id={`${id}-to`}
          type="date"
          value={to}
          min={from || undefined}
          onChange={(event) => set_params({ to: event.target.value })}
        />
      </div>
    </div>
  );
}
