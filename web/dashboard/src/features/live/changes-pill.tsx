import { counted } from '../../lib/format';
import styles from './changes-pill.module.css';

/** Says how much waits until the reader wants to see it. Takes no room of its own. */
export function ChangesPill({ waiting, on_show }: { waiting: number; on_show(): void }) {
  return (
    <div className={styles.place}>
      {waiting > 0 && (
        <button type="button" className={styles.pill} onClick={on_show}>
          {counted(waiting, 'change')}, show
        </button>
      )}
    </div>
  );
}
