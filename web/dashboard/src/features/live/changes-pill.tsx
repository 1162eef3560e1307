import { counted } from '../../lib/format';
import styles from './changes-pill.module.css';

/** Says how much waits until the reader wants to see it. Lies over the foot of the page, so nothing makes room for it. */
export function ChangesPill({ waiting, on_show }: { waiting: number; on_show(): void }) {
  if (waiting === 0) return null;
  return (
    <button type="button" className={styles.pill} onClick={on_show}>
      {counted(waiting, 'change')}, show
    </button>
  );
}
