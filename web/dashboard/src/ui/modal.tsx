import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import styles from './modal.module.css';

interface ModalProps {
  title: string;
  hint?: ReactNode;
  on_close(): void;
  children: ReactNode;
}

/** A small dialog: focus stays inside, Escape closes, and focus goes back to where it was. */
export function Modal({ title, hint, on_close, children }: ModalProps) {
  return (
    <Dialog.Root open onOpenChange={(is_open) => !is_open && on_close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <header className={styles.head}>
            <div>
              <Dialog.Title>{title}</Dialog.Title>
              {hint && <Dialog.Description>{hint}</Dialog.Description>}
            </div>
            <Dialog.Close render={<Button look="icon" aria-label="Close" />}>
              <X size={20} aria-hidden />
            </Dialog.Close>
          </header>
          <div className={styles.body}>{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
