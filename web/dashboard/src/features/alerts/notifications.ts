import type { Alert } from '../../../../protocol/live';
import { Store, useStore } from '../../lib/store';

export type Wish = 'on' | 'off' | 'blocked' | 'impossible';

const remembered = 'sojourn.notifications';

function first(): Wish {
  if (typeof Notification === 'undefined') return 'impossible';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && localStorage.getItem(remembered) === 'on' ? 'on' : 'off';
}

const wish = new Store<Wish>(first());
export const useNotificationWish = (): Wish => useStore(wish);

/** Only after somebody asked for it does the browser ask for its permission. */
export async function want_notifications(wanted: boolean): Promise<void> {
  localStorage.setItem(remembered, wanted ? 'on' : 'off');
  if (wanted && typeof Notification !== 'undefined' && Notification.permission === 'default')
    await Notification.requestPermission();
  wish.set(first());
}

/** While the page is on the screen its own message is enough. */
export function notify({ alert_id, title, text }: Alert, open: (() => void) | undefined): void {
  if (wish.get() !== 'on' || document.visibilityState === 'visible') return;
  try {
    const notification = new Notification(title, { body: text, tag: alert_id });
    notification.onclick = () => {
      window.focus();
      open?.();
    };
  } catch {
    // Some phones allow notifications only from a service worker; the page's own message remains.
  }
}
