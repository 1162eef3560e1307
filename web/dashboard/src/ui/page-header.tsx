import { type ReactNode, useEffect } from 'react';
import styles from './page-header.module.css';

interface PageHeaderProps {
  kicker: ReactNode;
  title: string;
  children?: ReactNode;
}

/** The title of a page, of the tab too; what acts on the whole page stands beside it. */
export function PageHeader({ kicker, title, children }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Sojourn`;
  }, [title]);
  return (
    <header className={styles.header}>
      <div>
        <p className={styles.kicker}>{kicker}</p>
        <h1>{title}</h1>
      </div>
      {children && <div className={styles.tools}>{children}</div>}
    </header>
  );
}
