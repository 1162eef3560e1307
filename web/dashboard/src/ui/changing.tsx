import { type ReactNode, useRef } from 'react';
import styles from './changing.module.css';

/** Shows a value, and lights up for a moment when it becomes another one. */
export function Changing({
  value,
  children = value,
}: {
  value: string | number | null;
  children?: ReactNode;
}) {
  const first = useRef(value);
  const has_changed = useRef(false);
  if (value !== first.current) has_changed.current = true;
  return (
    <span key={value} className={has_changed.current ? styles.changed : undefined}>
      {children}
    </span>
  );
}
