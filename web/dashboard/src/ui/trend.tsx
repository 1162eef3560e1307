import styles from './trend.module.css';

interface TrendProps {
  values: number[];
  max: number;
  label: string;
  /** Lines across, with a word at the end. */
  borders?: { at: number; word: string }[];
  height?: number;
}

const width = 440;

/** A line through values, oldest first. */
export function Trend({ values, max, label, borders = [], height = 150 }: TrendProps) {
  const y = (value: number) => height * (1 - value / Math.max(1, max));
  const points = values.map((value, index) => ({
    x: (index / Math.max(1, values.length - 1)) * width,
    y: y(value),
  }));
  const line = points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' ');
  return (
    <svg
      className={styles.trend}
      viewBox={`-5 -6 ${width + 52} ${height + 12}`}
      role="img"
      aria-label={label}
    >
      {borders.map(({ at, word }) => (
        <g key={word}>
          <line className={styles.border} x1={0} x2={width} y1={y(at)} y2={y(at)} />
          <text className={styles.word} x={width + 8} y={y(at) + 4}>
            {word}
          </text>
        </g>
      ))}
      <line className={styles.floor} x1={0} x2={width} y1={height} y2={height} />
      <polygon
        className={styles.area}
        points={`0,${height} ${line} ${points[points.length - 1]?.x ?? 0},${height}`}
      />
      <polyline className={styles.line} points={line} />
      {points.map((point, index) => (
        <circle key={`${index} ${point.y}`} className={styles.point} cx={point.x} cy={point.y} r={3} />
      ))}
    </svg>
  );
}
