import { useSite } from '../../lib/site';
import { DateRange } from '../../ui/date-range';
import { PageHeader } from '../../ui/page-header';
import { ActiveHoursPanel } from './active-hours-panel';
import { DailyPanel } from './daily-panel';
import { DurationsPanel } from './durations-panel';
import { EngagementPanel } from './engagement-panel';
import { FeaturesPanel } from './features-panel';
import { FlowsPanel } from './flows-panel';
import { FunnelsPanel } from './funnels-panel';
import styles from './insights-page.module.css';
import { LeavingPanel } from './leaving-panel';
import { RetentionPanel } from './retention-panel';
import { useDays } from './use-insight';
import { VisitorsPanel } from './visitors-panel';

/** What the data tells. Every figure leads to the visits behind it. */
export default function InsightsPage() {
  const { name } = useSite();
  const { from, to } = useDays();
  return (
    <>
      <PageHeader kicker={name} title="Insights">
        <DateRange from={from} to={to} />
      </PageHeader>
      <div className={styles.grid}>
        <ActiveHoursPanel />
        <DurationsPanel />
        <EngagementPanel />
        <LeavingPanel />
        <VisitorsPanel />
        <FlowsPanel />
        <FeaturesPanel />
        <FunnelsPanel />
        <RetentionPanel />
        <DailyPanel />
      </div>
    </>
  );
}
