import { TriangleAlert } from 'lucide-react';
import { event_name, percent, whole } from '../../lib/format';
import { leaving } from '../../lib/wire-insights';
import styles from './leaving-panel.module.css';
import { Section } from './section';
import { Shares } from './shares';
import { useInsight } from './use-insight';
import { VisitsLink } from './visits-link';

/** What makes them leave. */
export function LeavingPanel() {
  const query = useInsight('insights/leaving', leaving);
  return (
    <Section
      title="What makes them leave"
      span="tall"
      query={query}
      is_empty={({ exit_pages, reasons }) => exit_pages.length + reasons.length === 0}
    >
      {({ exit_pages, reasons, last_actions, after_error }) => (
        <div className={styles.parts}>
          {after_error && after_error.sessions > 0 && (
            <p className={styles.error}>
              <TriangleAlert size={17} aria-hidden />
              <span>
                {percent(after_error.share)} left right after an error:{' '}
                <VisitsLink visits={after_error.visits}>{whole(after_error.sessions)} visits</VisitsLink>
              </span>
            </p>
          )}
          <div>
            <h3>Last page</h3>
            <Shares
              label="Last pages"
              max={6}
              rows={exit_pages.map((one) => ({ key: one.page, word: one.page, ...one }))}
            />
          </div>
          <div>
            <h3>How it ended</h3>
            <Shares
              label="Reasons"
              max={5}
              rows={reasons.map((one) => ({ key: one.reason, word: event_name(one.reason), ...one }))}
            />
          </div>
          <div>
            <h3>Last action</h3>
            <Shares
              label="Last actions"
              max={5}
              rows={last_actions.map((one) => ({ key: one.action, word: event_name(one.action), ...one }))}
            />
          </div>
        </div>
      )}
    </Section>
  );
}
