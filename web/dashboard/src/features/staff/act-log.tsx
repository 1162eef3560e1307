import type { Act } from '../../../../protocol/live';
import { ago, date_and_time, event_name } from '../../lib/format';
import { act_words } from './act-words';
import styles from './log.module.css';

/** What the staff did, newest first. */
export function ActLog({ acts, now }: { acts: Act[]; now: number }) {
  if (acts.length === 0) return <p className={styles.nothing}>Nothing yet.</p>;
  const newest_first = [...acts].sort((one, other) => (one.at < other.at ? 1 : -1));
  return (
    <ol className={styles.log}>
      {newest_first.map((act, index) => (
        <li key={`${act.at} ${index}`}>
          <p>
            <strong>{act.by ?? 'Sojourn'}</strong> {act_words[act.act] ?? event_name(act.act).toLowerCase()}
            <time dateTime={act.at} title={date_and_time(act.at)}>
              {ago(act.at, now)}
            </time>
          </p>
          {act.text && <p className={styles.text}>{act.text}</p>}
        </li>
      ))}
    </ol>
  );
}
