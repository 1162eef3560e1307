import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './field.module.css';

interface CheckFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'type'> {
  label: ReactNode;
  on_check?(is_checked: boolean): void;
}

export function CheckField({ label, on_check, ...rest }: CheckFieldProps) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input id={id} type="checkbox" onChange={(event) => on_check?.(event.target.checked)} {...rest} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
