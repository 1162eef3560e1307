import type { ReactNode } from 'react';
import styles from './mark.module.css';

interface MarkProps {
  tone?: 'plain' | 'gold' | 'good' | 'warn' | 'bad' | 'cool';
  title?: string | undefined;
  children: ReactNode;
}

/** A small word with a border: a tag, a state, a reason. */
export function Mark({ tone = 'plain', title, children }: MarkProps) {
  return (
    <span className={`${styles.mark} ${styles[tone]}`} title={title}>
      {children}
    </span>
  );
}
