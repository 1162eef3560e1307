import type { Journey } from '../../../../protocol/live';
import { duration } from '../../lib/format';
import styles from './journey-summary.module.css';

export function JourneySummary({ summary }: { summary: Journey['summary'] }) {
  const facts = [
    ['Duration', duration(summary.duration_seconds)],
    ['Pages', summary.page_views],
    ['Properties', summary.property_views],
    ['Saved', summary.property_saves],
    ['Score', `${summary.score_start} → ${summary.score_end}`],
    ['Entry', summary.entry ?? '—'],
    ['Exit', summary.exit ?? '—'],
  ] as const;
  return (
    <dl className={styles.summary} aria-label="Summary">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd title={String(value)}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
