import type { Journey } from '../../../../protocol/live';
import { ScoreReceiptTable } from '../../ui/score-receipt-table';
import styles from './journey-story.module.css';
import { ScoreCurve } from './score-curve';

/** Why the score is what it is. */
export function JourneyScore({ journey: { score_receipt, timeline } }: { journey: Journey }) {
  return (
    <div className={styles.score}>
      {score_receipt ? (
        <ScoreReceiptTable receipt={score_receipt} />
      ) : (
        <p className={styles.nothing}>This server does not itemise the score of a visit.</p>
      )}
      {timeline.length > 1 && <ScoreCurve steps={timeline} />}
    </div>
  );
}
