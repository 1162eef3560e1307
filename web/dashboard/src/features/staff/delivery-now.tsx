import type { Delivery } from '../../../../protocol/live';
import { useJourney } from '../../lib/get-journey';
import { Mark } from '../../ui/mark';
import styles from './delivery-now.module.css';
import { delivery_states, is_settled } from './delivery-states';

const refresh_ms = 2_000;

/** What became of a delivery, followed while somebody looks. */
export function DeliveryNow({ session_id, first }: { session_id: string; first: Delivery }) {
  const journey = useJourney(session_id, !is_settled(first.state) && refresh_ms);
  const now = journey.data?.deliveries.find((one) => one.delivery_id === first.delivery_id) ?? first;
  const { word, tone, text } = delivery_states[now.state];
  return (
    <p className={styles.delivery} role="status">
      <Mark tone={tone}>{word}</Mark>
      {now.detail ?? text}
    </p>
  );
}
