import type { LeadRow } from '../../../../protocol/people';
import { ago, date_and_time } from '../../lib/format';
import { useNow } from '../../lib/ticker';
import { Link } from '../../ui/link';
import table from '../../ui/table.module.css';
import { TemperatureBadge } from '../../ui/temperature-badge';
import styles from './people-page.module.css';

export function LeadsTable({ leads }: { leads: LeadRow[] }) {
  const now = useNow();
  return (
    <div className={styles.sheet}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Person</th>
            <th className={table.number}>Score</th>
            <th className={table.number}>Visits</th>
            <th className={table.number}>Last seen</th>
          </tr>
        </thead>
        <tbody>
          {leads.map(({ lead_id, name, email, score, category, visits, last_seen }) => (
            <tr key={lead_id}>
              <td>
                <Link to={`/people/${encodeURIComponent(lead_id)}`}>{name ?? email ?? 'Without a name'}</Link>
                {name && email && <div className={table.soft}>{email}</div>}
              </td>
              <td className={table.number}>
                <span className={styles.score}>
                  {score}
                  <TemperatureBadge category={category} />
                </span>
              </td>
              <td className={table.number}>{visits}</td>
              <td className={table.number} title={last_seen ? date_and_time(last_seen) : undefined}>
                {last_seen ? ago(last_seen, now) : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
