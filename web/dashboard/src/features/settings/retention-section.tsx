import { useGet } from '../../lib/api';
import { bytes, counted, whole } from '../../lib/format';
import { useSettings } from '../../lib/settings';
import { useSite } from '../../lib/site';
import { retention_preview } from '../../lib/wire-settings';
import { Link } from '../../ui/link';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import table from '../../ui/table.module.css';
import styles from './retention-section.module.css';

/** What goes next, before it goes. */
export function RetentionSection() {
  const { site_id } = useSite();
  const days = useSettings().data?.retention_days;
  const query = useGet(`/api/v1/sites/${encodeURIComponent(site_id)}/retention`, retention_preview);
  return (
    <Panel
      title="What will be removed"
      hint={
        <>
          Visits are kept {days === undefined ? 'for a time' : counted(days, 'day')}; change it under{' '}
          <Link to="/settings/site" className={table.link}>
            Site
          </Link>
          . This is a trial run: looking removes nothing.
        </>
      }
    >
      <Loaded query={query}>
        {({ before, visits, events, bytes: size, kept }) => (
          <dl className={styles.facts}>
            <div>
              <dt>Older than</dt>
              <dd>{before}</dd>
            </div>
            <div>
              <dt>Visits</dt>
              <dd>{whole(visits)}</dd>
            </div>
            <div>
              <dt>Events</dt>
              <dd>{whole(events)}</dd>
            </div>
            <div>
              <dt>Frees</dt>
              <dd>{bytes(size)}</dd>
            </div>
            <div>
              <dt>Stays for ever</dt>
              <dd>{kept ?? 'daily statistics'}</dd>
            </div>
          </dl>
        )}
      </Loaded>
    </Panel>
  );
}
