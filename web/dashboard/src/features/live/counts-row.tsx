import { Flame, Snowflake, Sun, Users } from 'lucide-react';
import type { Counts } from '../../../../protocol/live';
import { Changing } from '../../ui/changing';
import styles from './counts-row.module.css';

const columns = [
  { name: 'total', label: 'Visitors', hint: 'active in the last 15 minutes', Icon: Users },
  { name: 'hot', label: 'Hot', hint: 'score 70 and more', Icon: Flame },
  { name: 'warm', label: 'Warm', hint: 'score 40 to 69', Icon: Sun },
  { name: 'cold', label: 'Cold', hint: 'score under 40', Icon: Snowflake },
] as const;

/** Over all visits, not only those listed below. */
export function CountsRow({ counts }: { counts: Counts }) {
  return (
    <dl className={styles.row} aria-label="Visitors by temperature">
      {columns.map(({ name, label, hint, Icon }) => (
        <div key={name} className={`${styles.column} ${styles[name]}`}>
          <dt>
            <Icon size={16} aria-hidden />
            {label}
          </dt>
          <dd className={styles.figure}>
            <Changing value={counts[`${name}_count`]}>
              {counts[`${name}_count`].toLocaleString('en-US')}
            </Changing>
          </dd>
          <dd className={styles.hint}>{hint}</dd>
        </div>
      ))}
    </dl>
  );
}
