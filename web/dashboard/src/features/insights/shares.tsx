import { percent, whole } from '../../lib/format';
import { ShareBar } from '../../ui/share-bar';
import styles from './shares.module.css';
import { VisitsLink } from './visits-link';

export interface SharedRow {
  key: string;
  word: string;
  hint?: string;
  share: number;
  sessions: number;
  visits: string | null;
}

/** Rows with a bar for their share, most first as the server tells them. */
export function Shares({ rows, label, max = 8 }: { rows: SharedRow[]; label: string; max?: number }) {
  return (
    <ol className={styles.shares} aria-label={label}>
      {rows.slice(0, max).map(({ key, word, hint, share, sessions, visits }) => (
        <li key={key}>
          <span className={styles.word} title={hint ?? word}>
            {word}
            {hint && <small>{hint}</small>}
          </span>
          <ShareBar share={share} />
          <span className={styles.share}>{percent(share)}</span>
          <span className={styles.count}>
            <VisitsLink visits={visits} label={`${whole(sessions)} visits: ${word}`}>
              {whole(sessions)}
            </VisitsLink>
          </span>
        </li>
      ))}
    </ol>
  );
}
