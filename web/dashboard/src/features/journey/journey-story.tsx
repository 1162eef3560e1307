import type { Journey } from '../../../../protocol/live';
import { EarlierVisits } from './earlier-visits';
import styles from './journey-story.module.css';
import { JourneySummary } from './journey-summary';
import { PropertyCards } from './property-cards';
import { ScoreCurve } from './score-curve';
import { Timeline } from './timeline';

export function JourneyStory({ journey }: { journey: Journey }) {
  const { timeline, properties, summary, earlier_visits } = journey;
  return (
    <>
      <JourneySummary summary={summary} />
      {timeline.length === 0 ? (
        <p className={styles.nothing}>Nothing has happened in this visit yet.</p>
      ) : (
        <div className={styles.columns}>
          <Timeline steps={timeline} />
          <div className={styles.side}>
            {timeline.length > 1 && <ScoreCurve steps={timeline} />}
            {properties.length > 0 && <PropertyCards properties={properties} />}
            {earlier_visits.length > 0 && <EarlierVisits visits={earlier_visits} />}
          </div>
        </div>
      )}
    </>
  );
}
