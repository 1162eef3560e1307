import { Link } from './link';
import styles from './tabs.module.css';

interface TabsProps {
  label: string;
  tabs: { to: string; word: string; is_here: boolean; count?: number | null | undefined }[];
}

/** Sections of a page, each with an address of its own. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ to, word, is_here, count }) => (
        <Link key={word} to={to} className={styles.tab} aria-current={is_here ? 'page' : undefined}>
          {word}
          {count !== undefined && count !== null && (
            <span className={styles.count}>{count.toLocaleString('en-US')}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
