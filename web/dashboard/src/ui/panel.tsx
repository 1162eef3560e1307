import { type ReactNode, useId } from 'react';
import styles from './panel.module.css';

interface PanelProps {
  title: string;
  hint?: ReactNode;
  tools?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** One subject on a page, with its name. */
export function Panel({ title, hint, tools, className, children }: PanelProps) {
  const id = useId();
  return (
    <section className={`${styles.panel} ${className ?? ''}`} aria-labelledby={id}>
      <header className={styles.head}>
        <div>
          <h2 id={id}>{title}</h2>
          {hint && <p>{hint}</p>}
        </div>
        {tools}
      </header>
      {children}
    </section>
  );
}
