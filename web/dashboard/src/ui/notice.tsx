import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** The quiet page in place of content: nothing yet, or something went wrong. */
export function Notice({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className={styles.notice}>
      <div className={styles.icon}>{icon}</div>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
