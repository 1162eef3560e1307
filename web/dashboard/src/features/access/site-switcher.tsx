import { access, set_access } from '../../lib/access';
import { navigate } from '../../lib/navigation';
import styles from './site-switcher.module.css';

interface SiteSwitcherProps {
  sites: { site_id: string; name: string }[];
  chosen: string;
}

/** With a single site there is nothing to choose: the live page already names it. */
export function SiteSwitcher({ sites, chosen }: SiteSwitcherProps) {
  if (sites.length < 2) return null;
  const choose = (site: string) => {
    set_access(access.get().token, site);
    navigate('/live');
  };
  return (
    <select
      className={styles.switcher}
      aria-label="Site"
      value={chosen}
      onChange={(event) => choose(event.target.value)}
    >
      {sites.map(({ site_id, name }) => (
        <option key={site_id} value={site_id}>
          {name}
        </option>
      ))}
    </select>
  );
}
