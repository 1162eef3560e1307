import { LogOut, Moon, Sun, TriangleAlert } from 'lucide-react';
import { useMe } from '../features/access/get-me';
import { SiteSwitcher } from '../features/access/site-switcher';
import { set_access, useAccess } from '../lib/access';
import { toggle_theme, useTheme } from '../lib/theme';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Wordmark } from '../ui/wordmark';
import { LiveRoute } from './live-route';
import styles from './shell.module.css';

/** The frame around every page: the name, the site, the theme, the way out. */
export function Shell() {
  const theme = useTheme();
  const access = useAccess();
  const me = useMe();
  const sites = me.data?.sites ?? [];
  const site = sites.find((one) => one.site_id === access.site) ?? sites[0];
  const other_theme = theme === 'dark' ? 'light' : 'dark';

  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <Wordmark />
        <div className={styles.tools}>
          {site && <SiteSwitcher sites={sites} chosen={site.site_id} />}
          <Button look="icon" onClick={toggle_theme} aria-label={`Use the ${other_theme} theme`}>
            {theme === 'dark' ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
          </Button>
          <Button look="icon" onClick={() => set_access(null, access.site)} aria-label="Sign out">
            <LogOut size={18} aria-hidden />
          </Button>
        </div>
      </header>
      <main className={styles.page}>
        {site && <LiveRoute key={site.site_id} site={site} />}
        {me.isError && (
          <Notice icon={<TriangleAlert aria-hidden />} title="The server could not be reached">
            <p>{me.error.message}</p>
            <Button look="primary" onClick={() => me.refetch()}>
              Try again
            </Button>
          </Notice>
        )}
        {me.isSuccess && !site && (
          <Notice icon={<TriangleAlert aria-hidden />} title="No site yet">
            <p>Add one on the server with “sojourn site add”, then open this page again.</p>
          </Notice>
        )}
      </main>
    </div>
  );
}
