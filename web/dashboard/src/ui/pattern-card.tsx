import type { Pattern } from '../../../protocol/live';
import { event_name, percent } from '../lib/format';
import styles from './pattern-card.module.css';
import { ShareBar } from './share-bar';

/** How somebody behaves, how sure we are, and what speaks for it. */
export function PatternCard({ pattern: { pattern, confidence, indicators } }: { pattern: Pattern }) {
  return (
    <section>
      <h3 className={styles.title}>Pattern</h3>
      <div className={styles.card}>
        <p className={styles.head}>
          <strong>{event_name(pattern)}</strong>
          {confidence !== null && <span>{percent(confidence)} sure</span>}
        </p>
        {confidence !== null && <ShareBar share={confidence} />}
        <ul>
          {indicators.map(({ name, text, value }) => (
            <li key={name}>{text || `${event_name(name)}${value === null ? '' : `: ${value}`}`}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}
