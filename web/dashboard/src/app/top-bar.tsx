import { CircleQuestionMark, LogOut, Moon, Sun } from 'lucide-react';
import { SiteSwitcher } from '../features/access/site-switcher';
import { Bell } from '../features/alerts/bell';
import { set_access, useAccess } from '../lib/access';
import { type Site, useSite } from '../lib/site';
import { toggle_theme, useTheme } from '../lib/theme';
import { Button } from '../ui/button';
import { Link } from '../ui/link';
import { Wordmark } from '../ui/wordmark';
import styles from './top-bar.module.css';

/** The name, the site, the alerts, the theme, help, the way out. */
export function TopBar({ sites, on_help }: { sites: Site[]; on_help?(): void }) {
  const theme = useTheme();
  const access = useAccess();
  const { site_id } = useSite();
  const other_theme = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className={styles.bar}>
      <Link to="/live" className={styles.home} aria-label="Sojourn, live page">
        <Wordmark />
      </Link>
      <div className={styles.tools}>
        {site_id && <SiteSwitcher sites={sites} chosen={site_id} />}
        {site_id && <Bell />}
        {on_help && (
          <Button look="icon" className={styles.help} onClick={on_help} aria-label="Keyboard shortcuts">
            <CircleQuestionMark size={18} aria-hidden />
          </Button>
        )}
        <Button look="icon" onClick={toggle_theme} aria-label={`Use the ${other_theme} theme`}>
          {theme === 'dark' ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
        </Button>
        <Button look="icon" onClick={() => set_access(null, access.site)} aria-label="Sign out">
          <LogOut size={18} aria-hidden />
        </Button>
      </div>
    </header>
  );
}
