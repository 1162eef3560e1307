import { whole } from '../../lib/format';
import { Link } from '../../ui/link';
import styles from './columns.module.css';
import { visits_page } from './use-insight';

interface ColumnsProps {
  label: string;
  columns: { key: string; word: string; label: string; count: number; visits: string | null }[];
}

/** Upright bars, each a link to what it counts. */
export function Columns({ label, columns }: ColumnsProps) {
  const most = Math.max(1, ...columns.map((one) => one.count));
  return (
    <ul className={styles.columns} aria-label={label}>
      {columns.map(({ key, word, label: text, count, visits }) => {
        const to = count > 0 ? visits_page(visits) : null;
        const bar = <span className={styles.bar} style={{ height: `${(count / most) * 100}%` }} />;
        return (
          <li key={key}>
            <span className={styles.count} aria-hidden>
              {whole(count)}
            </span>
            {to ? (
              <Link to={to} className={styles.well} aria-label={text} title={text}>
                {bar}
              </Link>
            ) : (
              <span className={styles.well} title={text}>
                {bar}
              </span>
            )}
            <span className={styles.word} aria-hidden>
              {word}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
