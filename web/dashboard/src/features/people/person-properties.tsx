import { Heart, RotateCcw } from 'lucide-react';
import type { LeadProperty } from '../../../../protocol/people';
import { counted, price, property_name } from '../../lib/format';
import { Panel } from '../../ui/panel';
import styles from './person-page.module.css';

/** What this person keeps looking at. */
export function PersonProperties({ properties }: { properties: LeadProperty[] }) {
  if (properties.length === 0) return null;
  const most_visits_first = [...properties].sort(
    (one, other) => other.visits - one.visits || other.views - one.views,
  );
  return (
    <Panel title="Properties of interest">
      <ul className={styles.properties}>
        {most_visits_first.map((one) => (
          <li key={one.id}>
            <div>
              <strong>{property_name(one)}</strong>
              <p>
                {[[one.city, one.state].filter(Boolean).join(', '), one.price !== null && price(one.price)]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <p className={styles.interest}>
              {one.visits > 1 && (
                <b>
                  <RotateCcw size={13} aria-hidden /> came back {counted(one.visits, 'time')}
                </b>
              )}
              <span>{counted(one.views, 'view')}</span>
              {one.saves > 0 && (
                <span>
                  <Heart size={13} aria-hidden /> saved
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
