import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './field.module.css';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  is_wide?: boolean;
}

/** An input with its label above, and what is wrong with it below. */
export function Field({ label, hint, error, is_wide, ...rest }: FieldProps) {
  const id = useId();
  const is_described = !!(hint || error);
  return (
    <div className={`${styles.field} ${is_wide ? styles.wide : ''}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={styles.input}
        aria-describedby={is_described ? `${id}-more` : undefined}
        aria-invalid={error ? true : undefined}
        {...rest}
      />
      {is_described && (
        <p id={`${id}-more`} className={error ? styles.error : styles.hint}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
