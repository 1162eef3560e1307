import type { Pattern } from '../../../../protocol/live';
import { PatternFacts } from '../../ui/pattern-facts';
import styles from './side.module.css';

export function SessionPattern({ pattern }: { pattern: Pattern }) {
  return (
    <section>
      <h3 className={styles.title}>Pattern</h3>
      <div className={styles.box}>
        <PatternFacts pattern={pattern} />
      </div>
    </section>
  );
}
