import type { ReactNode } from 'react';
import styles from './scroll-box.module.css';

/** Something wider than a phone, such as a table. The keyboard can scroll it too. */
export function ScrollBox({
  label,
  is_tall,
  children,
}: {
  label: string;
  is_tall?: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by keyboard.
    <section className={`${styles.box} ${is_tall ? styles.tall : ''}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
