import type { JourneyStep } from '../../../../protocol/live';
import { curve_points } from './curve-points';
import styles from './score-curve.module.css';

const width = 320;
const height = 130;

/** The score over the visit, with the borders of warm and hot. */
export function ScoreCurve({ steps }: { steps: JourneyStep[] }) {
  const points = curve_points(steps, width, height);
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const last = points[points.length - 1];
  const [from, to] = [steps[0]?.score_before ?? 0, steps[steps.length - 1]?.score_after ?? 0];
  return (
    <section>
      <h3 className={styles.title}>Score</h3>
      <svg
        className={styles.curve}
        viewBox={`-4 -6 ${width + 40} ${height + 12}`}
        role="img"
        aria-label={`Score from ${from} to ${to}`}
      >
        {[
          { at: 70, word: 'hot' },
          { at: 40, word: 'warm' },
        ].map(({ at, word }) => (
          <g key={word}>
            <line className={styles.border} x1={0} x2={width} y1={height - at * 1.3} y2={height - at * 1.3} />
            <text className={styles.word} x={width + 6} y={height - at * 1.3 + 4}>
              {word}
            </text>
          </g>
        ))}
        <line className={styles.floor} x1={0} x2={width} y1={height} y2={height} />
        <polygon className={styles.area} points={`0,${height} ${line} ${last?.x},${height}`} />
        <polyline className={styles.line} points={line} />
        <circle className={styles.end} cx={last?.x} cy={last?.y} r={4} />
      </svg>
    </section>
  );
}
