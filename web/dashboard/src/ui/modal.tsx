import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Button } from './button';
import styles from './modal.module.css';

interface ModalProps {
  title: string;
  hint?: ReactNode;
  on_close(): void;
  children: ReactNode;
}

/** A small dialog: focus goes to its first field and stays inside, Escape closes, and focus goes back to where it was. */
export function Modal({ title, hint, on_close, children }: ModalProps) {
  const body = useRef<HTMLDivElement>(null);
  const first_field = () => body.current?.querySelector<HTMLElement>('input, textarea, button') ?? true;
  return (
    <Dialog.Root open onOpenChange={(is_open) => !is_open && on_close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} forceRender />
        <Dialog.Popup className={styles.popup} initialFocus={first_field}>
          <header className={styles.head}>
            <div>
              <Dialog.Title>{title}</Dialog.Title>
              {hint && <Dialog.Description>{hint}</Dialog.Description>}
            </div>
            <Dialog.Close render={<Button look="icon" aria-label="Close" />}>
              <X size={20} aria-hidden />
            </Dialog.Close>
          </header>
          <div className={styles.body} ref={body}>
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
