import { day_name, percent, whole } from '../../lib/format';
import { visitors } from '../../lib/wire-insights';
import { Figures } from './figures';
import { Section } from './section';
import { useInsight } from './use-insight';
import styles from './visitors-panel.module.css';

/** New and returning visitors, day by day. */
export function VisitorsPanel() {
  const query = useInsight('insights/visitors', visitors);
  return (
    <Section title="New and returning" query={query} is_empty={(data) => data.new + data.returning === 0}>
      {({ new: fresh, returning, days }) => {
        const most = Math.max(1, ...days.map((day) => day.new + day.returning));
        return (
          <>
            <Figures
              figures={[
                ['New', whole(fresh)],
                ['Returning', whole(returning)],
                ['Share that returns', percent(returning / Math.max(1, fresh + returning))],
              ]}
            />
            <ul className={styles.days} aria-label="New and returning visitors by day">
              {days.map((day) => {
                const words = `${day_name(day.date)}: ${day.new} new, ${day.returning} returning`;
                return (
                  <li key={day.date} title={words}>
                    <span className="sr-only">{words}</span>
                    <span
                      className={styles.returning}
                      style={{ height: `${(day.returning / most) * 100}%` }}
                    />
                    <span className={styles.new} style={{ height: `${(day.new / most) * 100}%` }} />
                  </li>
                );
              })}
            </ul>
            <p className={styles.legend}>
              <span className={styles.new}>New</span>
              <span className={styles.returning}>Returning</span>
            </p>
          </>
        );
      }}
    </Section>
  );
}
