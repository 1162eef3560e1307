import styles from './skeleton.module.css';

/** The shape of what is coming: so many lines of such a height. */
export function Skeleton({ lines = 6, height = '3.5rem', label = 'Loading…' }) {
  return (
    <div className={styles.stack} aria-busy="true">
      <p className="sr-only">{label}</p>
      {Array.from({ length: lines }, (_, index) => `line ${index}`).map((key) => (
        <div key={key} className={styles.block} style={{ height }} />
      ))}
    </div>
  );
}
