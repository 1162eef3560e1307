import { event_name, percent, short_duration, whole } from '../../lib/format';
import { funnels } from '../../lib/wire-insights';
import styles from './funnels-panel.module.css';
import { Section } from './section';
import { useInsight } from './use-insight';
import { VisitsLink } from './visits-link';

/** How many who begin something finish it. */
export function FunnelsPanel() {
  const query = useInsight('insights/funnels', funnels);
  return (
    <Section
      title="Funnels"
      hint="Begun, and brought to an end"
      query={query}
      is_empty={({ workflows }) => workflows.length === 0}
    >
      {({ workflows }) => (
        <ul className={styles.funnels}>
          {workflows.map((one) => {
            const of_all = (count: number) => ({ width: `${(count / Math.max(1, one.started)) * 100}%` });
            return (
              <li key={one.workflow_id}>
                <p className={styles.head}>
                  <strong>{event_name(one.workflow_id)}</strong>
                  <span>{percent(one.completion_rate)} finish</span>
                </p>
                <div className={styles.bar} aria-hidden>
                  <span className={styles.completed} style={of_all(one.completed)} />
                  <span className={styles.failed} style={of_all(one.failed)} />
                  <span className={styles.abandoned} style={of_all(one.abandoned)} />
                </div>
                <p className={styles.words}>
                  <VisitsLink visits={one.visits}>{whole(one.started)} begun</VisitsLink>,{' '}
                  {whole(one.completed)} finished, {whole(one.failed)} failed, {whole(one.abandoned)} given up
                  {one.median_seconds !== null && `; usually done in ${short_duration(one.median_seconds)}`}
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
