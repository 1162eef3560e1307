import { Bell as BellIcon } from 'lucide-react';
import { counted } from '../../lib/format';
import { Link } from '../../ui/link';
import styles from './bell.module.css';
import { useAlerts } from './get-alerts';

/** How many alerts wait, and the way to them. */
export function Bell() {
  const unread = useAlerts().data?.unread ?? 0;
  const label = unread > 0 ? counted(unread, 'unread alert') : 'Alerts';
  return (
    <Link to="/alerts" className={styles.bell} aria-label={label} title={label}>
      <BellIcon size={18} aria-hidden />
      {unread > 0 && <span aria-hidden>{unread > 99 ? '99+' : unread}</span>}
    </Link>
  );
}
