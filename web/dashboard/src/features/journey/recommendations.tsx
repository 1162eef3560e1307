import { address_of, useGet } from '../../lib/api';
import { percent, price, property_name } from '../../lib/format';
import { useSite } from '../../lib/site';
import { recommendations } from '../../lib/wire-journey';
import styles from './side.module.css';

/** What might please this visitor too, with the reason why. Nothing where the server has no idea. */
export function Recommendations({ session_id }: { session_id: string }) {
  const { site_id: site } = useSite();
  const path = `/api/admin/sessions/${encodeURIComponent(session_id)}/recommendations`;
  const { data } = useGet(address_of(path, { site, limit: 5 }), recommendations);
  if (!data?.recommendations.length) return null;
  return (
    <section>
      <h3 className={styles.title}>Might please them too</h3>
      <ul className={styles.cards}>
        {data.recommendations.map(({ property, reasons, match }) => (
          <li key={property.id} className={styles.card}>
            <div>
              <strong>{property_name(property)}</strong>
              {reasons.map((reason) => (
                <p key={reason} className={styles.reason}>
                  {reason}
                </p>
              ))}
            </div>
            <div className={styles.figures}>
              {property.price !== null && <span>{price(property.price)}</span>}
              <p>{percent(match)} fit</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
