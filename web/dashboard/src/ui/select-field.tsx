import { type ComponentProps, useId } from 'react';
import styles from './field.module.css';

interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'onChange'> {
  label: string;
  options: readonly (readonly [value: string, word: string])[];
  on_choose(value: string): void;
}

export function SelectField({ label, options, on_choose, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={styles.input} onChange={(event) => on_choose(event.target.value)} {...rest}>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}
