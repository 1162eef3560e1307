import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { counted } from '../../lib/format';
import { active_hours } from '../../lib/wire-insights';
import { Button } from '../../ui/button';
import { HoursMap } from './hours-map';
import { HoursTable } from './hours-table';
import { Section } from './section';
import { useInsight } from './use-insight';

/** When users are active, in the time zone of the site. */
export function ActiveHoursPanel() {
  const query = useInsight('insights/active-hours', active_hours);
  const [is_table, set_table] = useState(false);
  const { data } = query;
  return (
    <Section
      title="When users are active"
      hint={data && `${counted(data.total, 'visit')}, by weekday and hour (${data.time_zone})`}
      span="wide"
      query={query}
      is_empty={({ total }) => total === 0}
      tools={
        <Button aria-pressed={is_table} onClick={() => set_table(!is_table)}>
          <Table2 size={16} aria-hidden />
          {is_table ? 'As a map' : 'As a table'}
        </Button>
      }
    >
      {({ hours }) => (is_table ? <HoursTable hours={hours} /> : <HoursMap hours={hours} />)}
    </Section>
  );
}
