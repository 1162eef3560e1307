import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { visitor_name } from '../../lib/format';
import { Button } from '../../ui/button';
import { useJourney } from './get-journey';
import styles from './journey-dialog.module.css';
import { JourneyStory } from './journey-story';

interface JourneyDialogProps {
  id: string;
  is_live: boolean;
  on_close(): void;
}

/** The journey above the page: focus stays inside, Escape closes, and its address can be shared. */
export default function JourneyDialog({ id, is_live, on_close }: JourneyDialogProps) {
  const { data, error, isPending, refetch } = useJourney(id, is_live);
  return (
    <Dialog.Root open onOpenChange={(is_open) => !is_open && on_close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <header className={styles.head}>
            <div>
              <p className={styles.kicker}>{is_live ? 'Journey, still going on' : 'Journey'}</p>
              <Dialog.Title>{data ? visitor_name(data.session) : 'Journey'}</Dialog.Title>
            </div>
            <Dialog.Close render={<Button look="icon" aria-label="Close" />}>
              <X size={20} aria-hidden />
            </Dialog.Close>
          </header>
          <div className={styles.body}>
            {data && <JourneyStory journey={data} />}
            {isPending && <p className={styles.wait}>Reading the journey…</p>}
            {error && !data && (
              <div className={styles.wait} role="alert">
                <p>{error.message}</p>
                <Button onClick={() => refetch()}>Try again</Button>
              </div>
            )}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
