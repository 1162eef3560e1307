import { Ellipsis } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from '../ui/link';
import styles from './navigation.module.css';
import { section_of, sections } from './sections';

/** Beside the page on a wide screen, below it on a phone, where the rarer pages are behind "More". */
export function Navigation({ path }: { path: string }) {
  const here = section_of(path);
  const [is_open, set_open] = useState(false);
  useEffect(() => set_open(false), [path]);
  return (
    <nav className={styles.navigation} aria-label="Pages">
      <ul className={`${styles.list} ${is_open ? styles.open : ''}`}>
        {sections.map(({ path: to, word, Icon, is_first }) => (
          <li key={to} className={is_first ? styles.first : styles.rare}>
            <Link to={to} className={styles.link} aria-current={to === here.path ? 'page' : undefined}>
              <Icon size={19} aria-hidden />
              {word}
            </Link>
          </li>
        ))}
        <li className={styles.more}>
          <button
            type="button"
            className={styles.link}
            aria-expanded={is_open}
            data-here={!here.is_first || undefined}
            onClick={() => set_open(!is_open)}
          >
            <Ellipsis size={19} aria-hidden />
            More
          </button>
        </li>
      </ul>
    </nav>
  );
}
