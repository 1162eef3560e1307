import { Modal } from '../ui/modal';
import styles from './help-dialog.module.css';
import { sections } from './sections';

const others = [
  ['?', 'This help'],
  ['g w', 'Everyone who is here now'],
  ['/', 'Search in the list'],
  ['j', 'Next visit in the list'],
  ['k', 'Visit before'],
  ['Enter', 'Open the journey'],
  ['.', 'Show the changes that wait'],
  ['Space', 'Play or pause a replay'],
  ['← →', 'Step through a replay'],
  ['Esc', 'Close'],
] as const;

export default function HelpDialog({ on_close }: { on_close(): void }) {
  const all = [...sections.map(({ key, word }) => [`g ${key}`, `Go to ${word}`] as const), ...others];
  return (
    <Modal title="Keyboard shortcuts" on_close={on_close}>
      <dl className={styles.keys}>
        {all.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
