import type { ReactNode } from 'react';
import styles from './figures.module.css';

/** A few numbers that matter most. */
export function Figures({ figures }: { figures: (readonly [word: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.figures}>
      {figures.map(([word, value]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
