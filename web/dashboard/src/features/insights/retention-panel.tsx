import type { CSSProperties } from 'react';
import { day_name, percent, whole } from '../../lib/format';
import { retention } from '../../lib/wire-insights';
import { ScrollBox } from '../../ui/scroll-box';
import table from '../../ui/table.module.css';
import styles from './retention-panel.module.css';
import { Section } from './section';
import { useInsight } from './use-insight';

/** Of those who came first in a week, how many were back in the weeks after. */
export function RetentionPanel() {
  const query = useInsight('insights/retention', retention);
  return (
    <Section
      title="Who comes back"
      hint="People by the week of their first visit"
      query={query}
      is_empty={({ cohorts }) => cohorts.length === 0}
    >
      {({ cohorts }) => {
        const weeks = Math.max(...cohorts.map((one) => one.returned.length));
        return (
          <ScrollBox label="Weeks and returns">
            <table className={`${table.table} ${styles.cohorts}`}>
              <thead>
                <tr>
                  <th>Week of</th>
                  <th className={table.number}>People</th>
                  {Array.from({ length: weeks }, (_, week) => (
                    <th key={`week ${week + 1}`} className={table.number}>
                      {week === 0 ? 'Same' : `+${week}`}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {cohorts.map(({ week, people, returned }) => (
                  <tr key={week}>
                    <td>{day_name(week)}</td>
                    <td className={table.number}>{whole(people)}</td>
                    {returned.map((share, index) => (
                      <td
                        key={`${week} ${index + 1}`}
                        className={`${table.number} ${styles.cell}`}
                        style={{ '--share': `${share * 55}%` } as CSSProperties}
                      >
                        {percent(share)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        );
      }}
    </Section>
  );
}
