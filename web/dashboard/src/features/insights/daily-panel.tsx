import { day_name, percent, short_duration, whole } from '../../lib/format';
import { daily_stats } from '../../lib/wire-insights';
import { ExportLinks } from '../../ui/export-links';
import { ScrollBox } from '../../ui/scroll-box';
import table from '../../ui/table.module.css';
import { Section } from './section';
import { useDays, useInsight } from './use-insight';
import { VisitsLink } from './visits-link';

/** One row for each day. */
export function DailyPanel() {
  const { from, to } = useDays();
  const query = useInsight('stats/daily', daily_stats);
  return (
    <Section
      title="Day by day"
      span="wide"
      tools={<ExportButtons from={from} to={to} />}
      query={query}
      is_empty={({ days }) => days.length === 0}
    >
      {({ days }) => (
        <ScrollBox label="Table of days" is_tall>
          <table className={table.table}>
            <thead>
              <tr>
                <th>Day</th>
                <th className={table.number}>Visits</th>
                <th className={table.number}>Users</th>
                <th className={table.number}>Average stay</th>
                <th className={table.number}>Bounced</th>
                <th className={table.number}>With errors</th>
                <th>Usual entry</th>
                <th>Usual exit</th>
              </tr>
            </thead>
            <tbody>
              {[...days].reverse().map((day) => (
                <tr key={day.date}>
                  <td>{day_name(day.date)}</td>
                  <td className={table.number}>
                    <VisitsLink visits={`/api/v1/sessions?from=${day.date}&to=${day.date}`}>
                      {whole(day.total_sessions)}
                    </VisitsLink>
                  </td>
                  <td className={table.number}>{whole(day.unique_users)}</td>
                  <td className={table.number}>{short_duration(day.avg_duration_seconds)}</td>
                  <td className={table.number}>
                    <VisitsLink visits={`/api/v1/sessions?from=${day.date}&to=${day.date}&bounced=true`}>
                      {percent(day.bounce_rate)}
                    </VisitsLink>
                  </td>
                  <td className={table.number}>
                    <VisitsLink visits={`/api/v1/sessions?from=${day.date}&to=${day.date}&has_errors=true`}>
                      {percent(day.error_rate)}
                    </VisitsLink>
                  </td>
                  <td className={table.path}>{day.most_common_entry ?? '—'}</td>
                  <td className={table.path}>{day.most_common_exit ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Section>
  );
}

const ExportButtons = ({ from, to }: { from: string; to: string }) => (
  <div className={table.tools}>
    <ExportLinks kind="daily" from={from} to={to} />
  </div>
);
