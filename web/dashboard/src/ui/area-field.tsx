import { type ComponentProps, useId } from 'react';
import styles from './field.module.css';

interface AreaFieldProps extends ComponentProps<'textarea'> {
  label: string;
}

export function AreaField({ label, ...rest }: AreaFieldProps) {
  const id = useId();
  return (
    <div className={`${styles.field} ${styles.wide}`}>
      <label htmlFor={id}>{label}</label>
      <textarea id={id} className={`${styles.input} ${styles.area}`} rows={3} {...rest} />
    </div>
  );
}
