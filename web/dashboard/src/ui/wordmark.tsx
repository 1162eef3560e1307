import styles from './wordmark.module.css';

/** The name, with a sun on its horizon. */
export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <svg width="30" height="22" viewBox="0 0 30 22" fill="none" aria-hidden="true">
        <path d="M7.5 17a7.5 7.5 0 0 1 15 0Z" fill="var(--gold-primary)" />
        <path
          d="M2 17h26M15 2v3.5M5.3 6.3l2.4 2.5M24.7 6.3l-2.4 2.5M10 21h10"
          stroke="var(--gold-primary)"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </svg>
      Sojourn
    </span>
  );
}
