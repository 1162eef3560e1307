import { type FormEvent, useState } from 'react';
import { set_params, useParams } from '../../lib/navigation';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Link } from '../../ui/link';
import { SelectField } from '../../ui/select-field';
import { choice_filters, text_filters } from './filter-params';
import styles from './more-filters.module.css';
import { forget_filter, save_filter, useSavedFilters } from './saved-filters';

/** The rarer filters, and those one has kept. */
export function MoreFilters() {
  const params = useParams();
  return (
    <div className={styles.more}>
      <div className={styles.grid}>
        {choice_filters.map(([name, label, options]) => (
          <SelectField
            key={name}
            label={label}
            options={[['', name === 'within' ? '15 minutes' : 'Any'], ...options]}
            value={params.get(name) ?? ''}
            on_choose={(value) => set_params({ [name]: value })}
          />
        ))}
        {text_filters.map(([name, label]) => (
          <Field
            key={`${name} ${params.get(name) ?? ''}`}
            label={label}
            defaultValue={params.get(name) ?? ''}
            onBlur={(event) => set_params({ [name]: event.target.value.trim() })}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
        ))}
      </div>
      <SavedFilters />
    </div>
  );
}

function SavedFilters() {
  const saved = useSavedFilters();
  const [name, set_name] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save_filter(name.trim(), window.location.search);
    set_name('');
  };
  return (
    <div className={styles.saved}>
      <ul aria-label="Saved filters">
        {saved.map((one) => (
          <li key={one.name}>
            <Link to={`/live/all${one.search}`}>{one.name}</Link>
            <button type="button" onClick={() => forget_filter(one.name)} aria-label={`Forget ${one.name}`}>
              ×
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={save}>
        <input
          aria-label="Name for these filters"
          placeholder="Name for these filters"
          value={name}
          onChange={(event) => set_name(event.target.value)}
        />
        <Button type="submit">Save</Button>
      </form>
    </div>
  );
}
