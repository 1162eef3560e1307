import { BellOff, BellRing, CheckCheck } from 'lucide-react';
import { useSite } from '../../lib/site';
import { Button } from '../../ui/button';
import { Link } from '../../ui/link';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { PageHeader } from '../../ui/page-header';
import { AlertRow } from './alert-row';
import styles from './alerts-page.module.css';
import { useAlerts } from './get-alerts';
import { useNotificationWish, want_notifications } from './notifications';
import { useRead } from './use-read';

const wish_words = {
  on: 'Browser notifications are on',
  off: 'Notify me in the browser',
  blocked: 'This browser blocks notifications',
  impossible: 'This browser has no notifications',
};

/** What happened that staff wanted to be told. */
export default function AlertsPage() {
  const { name } = useSite();
  const query = useAlerts();
  const read = useRead();
  const wish = useNotificationWish();
  const newest = query.data?.alerts[0];
  return (
    <>
      <PageHeader kicker={name} title="Alerts">
        <Button
          aria-pressed={wish === 'on'}
          disabled={wish === 'blocked' || wish === 'impossible'}
          onClick={() => want_notifications(wish !== 'on')}
        >
          {wish === 'on' ? <BellRing size={16} aria-hidden /> : <BellOff size={16} aria-hidden />}
          {wish_words[wish]}
        </Button>
        {newest && (query.data?.unread ?? 0) > 0 && (
          <Button look="primary" onClick={() => read.mutate(newest.at)}>
            <CheckCheck size={16} aria-hidden />
            Mark all as read
          </Button>
        )}
      </PageHeader>
      <p className={styles.hint}>
        Which of them come, to whom, and when it is quiet: <Link to="/settings/alerts">alert settings</Link>.
      </p>
      <Loaded query={query}>
        {({ alerts }) =>
          alerts.length === 0 ? (
            <Notice icon={<BellOff aria-hidden />} title="Nothing yet">
              <p>
                You will be told here when a visitor becomes hot, one you follow is back, or somebody
                struggles.
              </p>
            </Notice>
          ) : (
            <ul className={styles.list} aria-label="Alerts">
              {alerts.map((alert) => (
                <AlertRow key={alert.alert_id} alert={alert} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}
