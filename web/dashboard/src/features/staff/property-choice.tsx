import { useId, useState } from 'react';
import type { Property, Recommendation } from '../../../../protocol/live';
import { price, property_name } from '../../lib/format';
import { Field } from '../../ui/field';
import styles from './property-choice.module.css';

interface PropertyChoiceProps {
  recommended: Recommendation[];
  others: Property[];
  chosen: string;
  on_choose(id: string): void;
}

const facts = ({ city, state, bedrooms, price: amount }: Property): string =>
  [
    [city, state].filter(Boolean).join(', '),
    bedrooms ? `${bedrooms} bedrooms` : '',
    amount !== null ? price(amount) : '',
  ]
    .filter(Boolean)
    .join(' · ');

/** Properties to choose from: what fits this visitor first, each with the reason why. */
export function PropertyChoice({ recommended, others, chosen, on_choose }: PropertyChoiceProps) {
  const [search, set_search] = useState('');
  const name = useId();
  const all = new Map<string, { property: Property; reasons: string[] }>();
  for (const one of [...recommended, ...others.map((property) => ({ property, reasons: [] }))])
    if (!all.has(one.property.id)) all.set(one.property.id, one);
  const wanted = search.trim().toLowerCase();
  const found = [...all.values()].filter(({ property }) =>
    `${property.id} ${property_name(property)} ${facts(property)}`.toLowerCase().includes(wanted),
  );
  return (
    <fieldset className={styles.choice}>
      <legend className="sr-only">Property</legend>
      <Field
        label="Search a property"
        type="search"
        value={search}
        onChange={(event) => set_search(event.target.value)}
      />
      <div className={styles.list}>
        {found.map(({ property, reasons }) => (
          <label key={property.id} className={styles.option}>
            <input
              type="radio"
              name={name}
              value={property.id}
              checked={chosen === property.id}
              onChange={() => on_choose(property.id)}
            />
            <span>
              <strong>{property_name(property)}</strong>
              <span className={styles.facts}>{facts(property)}</span>
              {reasons.map((reason) => (
                <span key={reason} className={styles.reason}>
                  {reason}
                </span>
              ))}
            </span>
          </label>
        ))}
        {found.length === 0 && search && (
          <button type="button" className={styles.direct} onClick={() => on_choose(search.trim())}>
            Use “{search.trim()}” as the property’s number
          </button>
        )}
        {found.length === 0 && !search && <p className={styles.facts}>Type a property’s number.</p>}
      </div>
    </fieldset>
  );
}
