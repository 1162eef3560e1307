import { counted, short_duration } from '../../lib/format';
import { durations } from '../../lib/wire-insights';
import { Columns } from './columns';
import { Figures } from './figures';
import { Section } from './section';
import { useInsight } from './use-insight';

/** How long they stay. */
export function DurationsPanel() {
  const query = useInsight('insights/durations', durations);
  return (
    <Section title="How long they stay" query={query} is_empty={({ total }) => total === 0}>
      {({ buckets, average, median, p90 }) => (
        <>
          <Figures
            figures={[
              ['Median', short_duration(median)],
              ['Average', short_duration(average)],
              ['One in ten stays over', short_duration(p90)],
            ]}
          />
          <Columns
            label="Visits by duration"
            columns={buckets.map(({ from, to, sessions, visits }) => ({
              key: String(from),
              word: to === null ? `${short_duration(from)}+` : short_duration(from),
              label: `${short_duration(from)}${to === null ? ' and longer' : ` to ${short_duration(to)}`}: ${counted(sessions, 'visit')}`,
              count: sessions,
              visits,
            }))}
          />
        </>
      )}
    </Section>
  );
}
