import type { Delivery } from '../../../../protocol/live';
import { ago, date_and_time, property_name } from '../../lib/format';
import { Mark } from '../../ui/mark';
import { delivery_states } from './delivery-states';
import styles from './log.module.css';

const channel_words: Record<string, string> = {
  email: 'by e-mail',
  on_site: 'on their page',
  chat: 'in the chat',
};

export function Deliveries({ deliveries, now }: { deliveries: Delivery[]; now: number }) {
  if (deliveries.length === 0) return <p className={styles.nothing}>Nothing yet.</p>;
  return (
    <ul className={styles.log} aria-label="Sent to this visitor">
      {deliveries.map((one) => {
        const { word, tone, text } = delivery_states[one.state];
        return (
          <li key={one.delivery_id}>
            <p>
              <strong>{one.property ? property_name(one.property) : 'Invitation'}</strong>{' '}
              {channel_words[one.channel] ?? one.channel}
              <time dateTime={one.created_at} title={date_and_time(one.created_at)}>
                {ago(one.created_at, now)}
              </time>
            </p>
            <p className={styles.state}>
              <Mark tone={tone}>{word}</Mark>
              {one.detail ?? text}
            </p>
            {one.note && <p className={styles.text}>{one.note}</p>}
          </li>
        );
      })}
    </ul>
  );
}
