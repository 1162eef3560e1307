import { percent, whole } from '../../lib/format';
import { features } from '../../lib/wire-insights';
import { ScrollBox } from '../../ui/scroll-box';
import table from '../../ui/table.module.css';
import styles from './features-panel.module.css';
import { Section } from './section';
import { Shares } from './shares';
import { useInsight } from './use-insight';
import { VisitsLink } from './visits-link';

const times = (lift: number): string => `${lift.toLocaleString('en-US', { maximumFractionDigits: 1 })}×`;

/** Which features are used, and which go together. */
export function FeaturesPanel() {
  const query = useInsight('insights/features', features);
  return (
    <Section
      title="Features used together"
      hint="How much more often than chance"
      span="wide"
      query={query}
      is_empty={(data) => data.features.length === 0}
    >
      {(data) => (
        <div className={styles.parts}>
          <Shares
            label="Features"
            max={6}
            rows={data.features.map(({ name, sessions, visits }) => ({
              key: name,
              word: name,
              share: sessions / Math.max(1, data.sessions),
              sessions,
              visits,
            }))}
          />
          {data.pairs.length > 0 && (
            <ScrollBox label="Pairs of features">
              <table className={table.table}>
                <thead>
                  <tr>
                    <th>Together</th>
                    <th className={table.number}>Than by chance</th>
                    <th className={table.number}>Of those with the first</th>
                    <th className={table.number}>Visits</th>
                  </tr>
                </thead>
                <tbody>
                  {data.pairs.slice(0, 12).map(({ a, b, lift, confidence, sessions, visits }) => (
                    <tr key={`${a} ${b}`}>
                      <td>
                        {a} + {b}
                      </td>
                      <td className={table.number}>{times(lift)}</td>
                      <td className={table.number}>{percent(confidence)}</td>
                      <td className={table.number}>
                        <VisitsLink visits={visits}>{whole(sessions)}</VisitsLink>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          )}
        </div>
      )}
    </Section>
  );
}
