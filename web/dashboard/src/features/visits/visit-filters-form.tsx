import { SlidersHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import { set_params } from '../../lib/navigation';
import { Button } from '../../ui/button';
import { DateRange } from '../../ui/date-range';
import { Field } from '../../ui/field';
import { SelectField } from '../../ui/select-field';
import { filter_words } from './visit-filters';
import styles from './visits-page.module.css';

const yes_no = [
  ['', 'Any'],
  ['true', 'Yes'],
  ['false', 'No'],
] as const;
const hours = Array.from(
  { length: 24 },
  (_, hour) => [String(hour), `${String(hour).padStart(2, '0')}:00`] as const,
);
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const choices = [
  [
    'category',
    'Temperature',
    [
      ['', 'Any'],
      ['hot', 'Hot'],
      ['warm', 'Warm'],
      ['cold', 'Cold'],
    ],
  ],
  [
    'device',
    'Device',
    [
      ['', 'Any'],
      ['desktop', 'Desktop'],
      ['mobile', 'Mobile'],
      ['tablet', 'Tablet'],
    ],
  ],
  [
    'source',
    'Source',
    [
      ['', 'Any'],
      ['direct', 'Direct'],
      ['internal', 'Internal'],
      ['external', 'External'],
    ],
  ],
  [
    'new',
    'Visitors',
    [
      ['', 'Any'],
      ['true', 'New'],
      ['false', 'Returning'],
    ],
  ],
  [
    'exit_reason',
    'Ended by',
    [
      ['', 'Any'],
      ['navigation', 'Leaving'],
      ['timeout', 'Timeout'],
      ['logout', 'Logout'],
      ['error', 'Error'],
    ],
  ],
  ['bounced', 'Bounced', yes_no],
  ['has_errors', 'With errors', yes_no],
  ['weekday', 'Weekday', [['', 'Any'], ...weekdays.map((day, index) => [String(index + 1), day] as const)]],
  ['hour', 'Hour', [['', 'Any'], ...hours]],
  [
    'lane',
    'Lane',
    [
      ['', 'People'],
      ['bots', 'Bots'],
    ],
  ],
] as const;
const texts = [
  ['entry_page', 'Entry page'],
  ['exit_page', 'Exit page'],
  ['last_action', 'Last action'],
  ['campaign', 'Campaign'],
  ['browser', 'Browser'],
  ['country', 'Country'],
  ['city', 'City'],
  ['workflow', 'Workflow'],
  ['feature', 'Feature'],
] as const;
const numbers = [
  ['min_duration', 'At least (seconds)'],
  ['max_duration', 'At most (seconds)'],
] as const;

export function VisitFilters({ filter }: { filter: Record<string, string> }) {
  const [is_open, set_open] = useState(false);
  const active = Object.entries(filter).filter(([name]) => name !== 'from' && name !== 'to');
  const text_input = (name: string, label: string, type: 'text' | 'number') => (
    <Field
      key={`${name} ${filter[name] ?? ''}`}
      label={label}
      type={type}
      min={0}
      defaultValue={filter[name] ?? ''}
      onBlur={(event) => set_params({ [name]: event.target.value.trim() })}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
  return (
    <search className={styles.filters} aria-label="Filters">
      <div className={styles.bar}>
        <DateRange from={filter.from ?? ''} to={filter.to ?? ''} />
        <Button aria-expanded={is_open} onClick={() => set_open(!is_open)}>
          <SlidersHorizontal size={16} aria-hidden />
          Filters{active.length > 0 && ` (${active.length})`}
        </Button>
      </div>
      {is_open && (
        <div className={styles.all}>
          {choices.map(([name, label, options]) => (
            <SelectField
              key={name}
              label={label}
              options={options}
              value={filter[name] ?? ''}
              on_choose={(value) => set_params({ [name]: value })}
            />
          ))}
          {texts.map(([name, label]) => text_input(name, label, 'text'))}
          {numbers.map(([name, label]) => text_input(name, label, 'number'))}
        </div>
      )}
      {active.length > 0 && (
        <ul className={styles.active} aria-label="Filters that are on">
          {active.map(([name, value]) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => set_params({ [name]: null })}
                aria-label={`Remove ${filter_words(name, value)}`}
              >
                {filter_words(name, value)}
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}
