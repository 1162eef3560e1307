import type { Rehearsal, RehearsalCounts, RehearsedVisit } from '../../../../protocol/settings';
import { counted, whole } from '../../lib/format';
import { journey_path } from '../../lib/navigation';
import { Link } from '../../ui/link';
import { Mark } from '../../ui/mark';
import { Panel } from '../../ui/panel';
import table from '../../ui/table.module.css';
import styles from './rehearsal-view.module.css';

const rows: (readonly [keyof RehearsalCounts, string])[] = [
  ['hot', 'Hot'],
  ['enquired_of_hot', 'of them enquired'],
  ['warm', 'Warm'],
  ['cold', 'Cold'],
];

/** What the rules would have done to the past. */
export function RehearsalView({ rehearsal }: { rehearsal: Rehearsal }) {
  const { days, visits, events, now, then, became_hot, no_longer_hot } = rehearsal;
  return (
    <Panel
      title="Rehearsal"
      hint={`The last ${counted(days, 'day')} again: ${counted(visits, 'visit')}, ${counted(events, 'event')}. Nothing was changed.`}
    >
      <table className={table.table}>
        <thead>
          <tr>
            <th>Visits</th>
            <th className={table.number}>Rules of today</th>
            <th className={table.number}>These rules</th>
            <th className={table.number}>Difference</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, word]) => (
            <tr key={name}>
              <td>{word}</td>
              <td className={table.number}>{whole(now[name])}</td>
              <td className={table.number}>{whole(then[name])}</td>
              <td className={table.number}>
                {(then[name] - now[name]).toLocaleString('en-US', { signDisplay: 'exceptZero' })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.lists}>
        <Visits title="Would become hot" visits={became_hot} />
        <Visits title="Would no longer be hot" visits={no_longer_hot} />
      </div>
    </Panel>
  );
}

function Visits({ title, visits }: { title: string; visits: RehearsedVisit[] }) {
  const enquired = visits.filter((one) => one.enquired).length;
  return (
    <section aria-label={title}>
      <h3>
        {title} ({visits.length}
        {enquired > 0 && `, ${enquired} enquired`})
      </h3>
      {visits.length === 0 && <p className={table.soft}>Nobody.</p>}
      <ul>
        {visits.map((one) => (
          <li key={one.session_id}>
            <Link className={table.link} to={journey_path(one.session_id)}>
              {one.lead_email ?? 'Anonymous visitor'}
            </Link>
            <span>
              {one.enquired && <Mark tone="good">enquired</Mark>}
              <b>
                {one.score_now} → {one.score_then}
              </b>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
