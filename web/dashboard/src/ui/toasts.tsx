import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { type Toast, unsay, useToasts } from '../lib/toasts';
import styles from './toasts.module.css';

const icons = { plain: Info, good: CircleCheck, bad: CircleAlert };

/** What just happened, in a corner; read out politely. */
export function Toasts() {
  return (
    <div className={styles.stack} role="status" aria-live="polite" aria-label="Messages">
      {useToasts().map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function One({ toast: { id, text, tone, action } }: { toast: Toast }) {
  const Icon = icons[tone];
  const act = () => {
    unsay(id);
    action?.run();
  };
  return (
    <div className={`${styles.toast} ${styles[tone]}`}>
      <Icon size={18} aria-hidden />
      <p>{text}</p>
      {action && (
        <button type="button" className={styles.action} onClick={act}>
          {action.word}
        </button>
      )}
      <button
        type="button"
        className={styles.close}
        onClick={() => unsay(id)}
        aria-label="Dismiss the message"
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
