import { useSite } from '../../lib/site';
import { PageHeader } from '../../ui/page-header';
import { Tabs } from '../../ui/tabs';
import { AlertsForm } from './alerts-form';
import { PrecisionSection } from './precision-section';
import { RetentionSection } from './retention-section';
import { ScoringSection } from './scoring-section';
import styles from './settings-page.module.css';
import { SiteForm } from './site-form';
import { TrackingSection } from './tracking-section';

const parts = [
  ['site', 'Site', SiteForm],
  ['scoring', 'Scoring', ScoringSection],
  ['alerts', 'Alerts', AlertsForm],
  ['retention', 'Retention', RetentionSection],
  ['tracking', 'Tracking code', TrackingSection],
  ['precision', 'Precision', PrecisionSection],
] as const;

/** What the site is told: a part for each subject. */
export default function SettingsPage({ rest }: { rest: string }) {
  const { name } = useSite();
  const [chosen, , Part] = parts.find(([part]) => part === rest) ?? parts[0];
  return (
    <>
      <PageHeader kicker={name} title="Settings" />
      <Tabs
        label="Parts of the settings"
        tabs={parts.map(([part, word]) => ({ to: `/settings/${part}`, word, is_here: part === chosen }))}
      />
      <div className={styles.part}>
        <Part />
      </div>
    </>
  );
}
