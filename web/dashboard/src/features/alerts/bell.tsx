import { Bell as BellIcon } from 'lucide-react';
import { counted } from '../../lib/format';
import { Link } from '../../ui/link';
import styles from './bell.module.css';
import { useAlerts } from './get-alerts';

/** How many alerts wait, and the way to them. */
export function Bell() {
  const unread = useAlerts().data?.unread ?? 0;
  // What can be read on the bell is part of its name, for those who say what they see.
  const shown = unread > 99 ? '99+' : String(unread);
  const label =
    unread > 99 ? `${shown} unread alerts` : unread > 0 ? counted(unread, 'unread alert') : 'Alerts';
  return (
    <Link to="/alerts" className={styles.bell} aria-label={label} title={label}>
      <BellIcon size={18} aria-hidden />
      {unread > 0 && <span aria-hidden>{shown}</span>}
    </Link>
  );
}
