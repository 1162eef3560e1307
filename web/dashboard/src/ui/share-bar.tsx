import styles from './share-bar.module.css';

/** A share of something as a bar; its figure stands beside it in words. */
export function ShareBar({
  share,
  tone = 'gold',
}: {
  share: number;
  tone?: 'gold' | 'hot' | 'warm' | 'cold' | 'navy';
}) {
  const width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return (
    <span className={styles.track} aria-hidden>
      <span className={`${styles.bar} ${styles[tone]}`} style={{ width }} />
    </span>
  );
}
