import styles from './skeletons.module.css';

/** The shape of what is coming. */
export function Skeletons() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading visits…</p>
      <div className={`${styles.block} ${styles.counts}`} />
      <div className={styles.cards}>
        {['one', 'two', 'three', 'four', 'five', 'six'].map((name) => (
          <div key={name} className={`${styles.block} ${styles.card}`} />
        ))}
      </div>
    </div>
  );
}
