import { Heart } from 'lucide-react';
import type { JourneyProperty } from '../../../../protocol/live';
import { counted, price, property_name } from '../../lib/format';
import styles from './side.module.css';

export function PropertyCards({ properties }: { properties: JourneyProperty[] }) {
  return (
    <section>
      <h3 className={styles.title}>Properties viewed</h3>
      <ul className={styles.cards}>
        {properties.map((property) => (
          <li key={property.id} className={styles.card}>
            <div>
              <strong>{property_name(property)}</strong>
              <p>{[property.city, property.state].filter(Boolean).join(', ')}</p>
            </div>
            <div className={styles.figures}>
              {property.price !== null && <span>{price(property.price)}</span>}
              <p>
                {counted(property.views, 'view')}
                {property.saved && (
                  <span className={styles.saved}>
                    <Heart size={13} aria-hidden /> saved
                  </span>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
