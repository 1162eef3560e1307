import { Flame, Heart, RotateCcw, Users } from 'lucide-react';
import type { Interest } from '../../../../protocol/live';
import { counted, price, property_name, whole } from '../../lib/format';
import { Changing } from '../../ui/changing';
import { Link } from '../../ui/link';
import { Mark } from '../../ui/mark';
import { ShareBar } from '../../ui/share-bar';
import styles from './properties-page.module.css';

export function PropertyInterest({ interest, most_views }: { interest: Interest; most_views: number }) {
  const { property, people_now, hot_now, people, views, saves, returning_people } = interest;
  const { city, state, bedrooms, price: amount } = property;
  const facts = [
    [city, state].filter(Boolean).join(', '),
    bedrooms && `${bedrooms} bedrooms`,
    amount !== null && price(amount),
  ];
  return (
    <li className={styles.property}>
      <div className={styles.what}>
        <h2>{property_name(property)}</h2>
        <p>{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <div className={styles.now}>
        {people_now > 0 ? (
          <Link to={`/live/all?property=${encodeURIComponent(property.id)}`} className={styles.people}>
            <Users size={16} aria-hidden />
            <Changing value={people_now}>{counted(people_now, 'person', 'people')} on it now</Changing>
          </Link>
        ) : (
          <span className={styles.nobody}>Nobody right now</span>
        )}
        {hot_now > 0 && (
          <Mark tone="bad">
            <Flame size={13} aria-hidden />
            {hot_now} hot
          </Mark>
        )}
      </div>
      <div className={styles.figures}>
        <p>
          <b>{whole(views)}</b> {views === 1 ? 'view' : 'views'} by <b>{whole(people)}</b>{' '}
          {people === 1 ? 'person' : 'people'}
        </p>
        <ShareBar share={views / Math.max(1, most_views)} />
        <p className={styles.marks}>
          {saves > 0 && (
            <span>
              <Heart size={14} aria-hidden /> {counted(saves, 'save')}
            </span>
          )}
          {returning_people > 0 && (
            <span>
              <RotateCcw size={13} aria-hidden /> {whole(returning_people)} came back to it
            </span>
          )}
        </p>
      </div>
    </li>
  );
}
