import {
  CircleDot,
  Eye,
  Heart,
  House,
  type LucideIcon,
  Mail,
  MousePointerClick,
  Search,
  Share2,
  TriangleAlert,
} from 'lucide-react';
import type { JourneyStep } from '../../../../protocol/live';
import { event_name, price, property_name, time_of_day } from '../../lib/format';
import styles from './timeline.module.css';

const icons: Record<string, LucideIcon> = {
  page_view: Eye,
  property_view: House,
  property_save: Heart,
  property_share: Share2,
  search: Search,
  click: MousePointerClick,
  inquiry: Mail,
  tour_request: Mail,
  contact_click: Mail,
  error: TriangleAlert,
};

export function Timeline({ steps }: { steps: JourneyStep[] }) {
  return (
    <section>
      <h3 className={styles.title}>What happened</h3>
      <ol className={styles.timeline}>
        {steps.map((step, index) => (
          <Step key={`${step.timestamp} ${index}`} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step }: { step: JourneyStep }) {
  const { page, property, reason, score_after, score_before, title, type } = step;
  const Icon = icons[type] ?? CircleDot;
  const gain = score_after - score_before;
  return (
    <li className={styles.step}>
      <span className={styles.mark}>
        <Icon size={14} aria-hidden />
      </span>
      <div className={styles.what}>
        <p className={styles.line}>
          <strong>{event_name(type)}</strong>
          <time dateTime={step.timestamp}>{time_of_day(step.timestamp)}</time>
        </p>
        {(title || page) && <p className={styles.page}>{title ?? page}</p>}
        {property && (
          <p className={styles.property}>
            {property_name(property)}
            {property.price !== null && `, ${price(property.price)}`}
          </p>
        )}
        {gain !== 0 && (
          <p className={styles.gain}>
            <b>
              {gain > 0 ? '+' : '−'}
              {Math.abs(gain)}
            </b>
            {reason ?? 'Score moved'}
          </p>
        )}
      </div>
    </li>
  );
}
