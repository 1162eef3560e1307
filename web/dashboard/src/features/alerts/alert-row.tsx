import { Flame, RotateCcw, TriangleAlert } from 'lucide-react';
import type { Alert } from '../../../../protocol/live';
import { ago, date_and_time } from '../../lib/format';
import { journey_path } from '../../lib/navigation';
import { useNow } from '../../lib/ticker';
import { Link } from '../../ui/link';
import { Mark } from '../../ui/mark';
import styles from './alerts-page.module.css';

const kinds = {
  became_hot: { word: 'Became hot', Icon: Flame, tone: 'bad' },
  returned: { word: 'Is back', Icon: RotateCcw, tone: 'gold' },
  struggling: { word: 'Struggles', Icon: TriangleAlert, tone: 'warn' },
} as const;
const reasons = { quiet_hours: 'Held back: quiet hours', duplicate: 'Held back: told before' };

export function AlertRow({ alert }: { alert: Alert }) {
  const now = useNow();
  const { kind, at, title, text, read, suppressed, session_id, lead_id } = alert;
  const { word, Icon, tone } = kinds[kind];
  return (
    <li className={`${styles.alert} ${read ? '' : styles.unread}`}>
      <Mark tone={tone}>
        <Icon size={14} aria-hidden />
        {word}
      </Mark>
      <div className={styles.what}>
        <p>
          <strong>{title}</strong>
          {!read && <span className="sr-only"> (unread)</span>}
        </p>
        <p className={styles.text}>{text}</p>
        {suppressed && <Mark>{reasons[suppressed]}</Mark>}
      </div>
      <p className={styles.links}>
        <time dateTime={at} title={date_and_time(at)}>
          {ago(at, now)}
        </time>
        {session_id && <Link to={journey_path(session_id)}>Journey</Link>}
        {lead_id && <Link to={`/people/${encodeURIComponent(lead_id)}`}>Person</Link>}
      </p>
    </li>
  );
}
