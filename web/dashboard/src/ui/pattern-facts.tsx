import type { Pattern } from '../../../protocol/live';
import { event_name, percent } from '../lib/format';
import styles from './pattern-facts.module.css';
import { ShareBar } from './share-bar';

/** How somebody behaves, how sure we are, and what speaks for it. */
export function PatternFacts({ pattern: { pattern, confidence, indicators } }: { pattern: Pattern }) {
  return (
    <div className={styles.facts}>
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
  );
}
