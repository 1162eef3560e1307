import type { Journey } from '../../../../protocol/live';
import { EarlierVisits } from './earlier-visits';
import styles from './journey-story.module.css';
import { JourneySummary } from './journey-summary';
import { PropertyCards } from './property-cards';
import { Recommendations } from './recommendations';
import { ScoreCurve } from './score-curve';
import { SessionPattern } from './session-pattern';
import { Struggles } from './struggles';
import { Timeline } from './timeline';

export function JourneyStory({ journey }: { journey: Journey }) {
  const { timeline, properties, summary, earlier_visits, pattern, struggles, session } = journey;
  return (
    <>
      <JourneySummary summary={summary} />
      {timeline.length === 0 ? (
        <p className={styles.nothing}>Nothing has happened in this visit yet.</p>
      ) : (
        <div className={styles.columns}>
          <Timeline steps={timeline} />
          <div className={styles.side}>
            {struggles.length > 0 && <Struggles struggles={struggles} />}
            {timeline.length > 1 && <ScoreCurve steps={timeline} />}
            {pattern && <SessionPattern pattern={pattern} />}
            {properties.length > 0 && <PropertyCards properties={properties} />}
            <Recommendations session_id={session.session_id} />
            {earlier_visits.length > 0 && <EarlierVisits visits={earlier_visits} />}
          </div>
        </div>
      )}
    </>
  );
}
