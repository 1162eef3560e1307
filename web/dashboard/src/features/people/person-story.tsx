import type { Person } from '../../../../protocol/people';
import { counted } from '../../lib/format';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { PatternFacts } from '../../ui/pattern-facts';
import { Trend } from '../../ui/trend';
import { VisitsTable } from '../../ui/visits-table';
import { Feedback } from './feedback';
import styles from './person-page.module.css';
import { PersonProperties } from './person-properties';
import { PersonReceipt } from './person-receipt';
import { useEarlierVisits } from './use-earlier-visits';

const borders = [
  { at: 70, word: 'hot' },
  { at: 40, word: 'warm' },
];

export function PersonStory({ person }: { person: Person }) {
  const { lead, visits, properties, pattern, score_trend } = person;
  const earlier = useEarlierVisits(lead.lead_id, person.next_cursor);
  const oldest_first = [...score_trend].sort((one, other) => (one.at < other.at ? -1 : 1));
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        {oldest_first.length > 1 && (
          <Panel title="Score over visits">
            <Trend
              values={oldest_first.map((one) => one.score)}
              max={100}
              borders={borders}
              label={`Score over ${counted(oldest_first.length, 'visit')}, from ${oldest_first[0]?.score} to ${oldest_first[oldest_first.length - 1]?.score}`}
            />
          </Panel>
        )}
        <PersonProperties properties={properties} />
      </div>
      <div className={styles.side}>
        <Feedback lead_id={lead.lead_id} />
        {pattern && (
          <Panel title="Pattern" hint="Over the last twenty visits">
            <PatternFacts pattern={pattern} />
          </Panel>
        )}
        <PersonReceipt lead_id={lead.lead_id} />
      </div>
      <div className={styles.visits}>
        <h2>
          {counted(visits.length + earlier.visits.length, 'visit')}
          {earlier.has_more && ' so far'}
        </h2>
        <VisitsTable visits={[...visits, ...earlier.visits]} has_names={false} />
        {earlier.has_more && (
          <Button className={styles.more} disabled={earlier.is_reading} onClick={earlier.read_more}>
            {earlier.is_reading ? 'Reading…' : 'Earlier visits'}
          </Button>
        )}
      </div>
    </div>
  );
}
