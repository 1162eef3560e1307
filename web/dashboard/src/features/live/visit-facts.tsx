import { Eye, Globe, Heart, Monitor, Smartphone, Tablet, Timer } from 'lucide-react';
import { counted } from '../../lib/format';
import type { BoardSession } from '../../lib/live-board';
import { Changing } from '../../ui/changing';
import { TickingDuration } from './ticking-duration';
import styles from './visit-facts.module.css';

const devices = { desktop: Monitor, mobile: Smartphone, tablet: Tablet };

/** Duration, pages, saves, device. */
export function VisitFacts({ session }: { session: BoardSession }) {
  const { browser, device_type, os, page_views, property_saves } = session;
  const Device = devices[device_type as keyof typeof devices] ?? Globe;
  return (
    <ul className={styles.facts}>
      <li title="Duration">
        <Timer size={15} aria-hidden />
        <TickingDuration session={session} />
      </li>
      <li title="Page views">
        <Eye size={15} aria-hidden />
        <Changing value={page_views} />
        <span className="sr-only">{page_views === 1 ? 'page view' : 'page views'}</span>
      </li>
      {property_saves > 0 && (
        <li title={counted(property_saves, 'saved property', 'saved properties')}>
          <Heart size={15} aria-hidden />
          <Changing value={property_saves} />
          <span className="sr-only">saved</span>
        </li>
      )}
      <li title={[browser, os, device_type].filter(Boolean).join(', ')}>
        <Device size={15} aria-hidden />
        <span className="sr-only">{device_type ?? 'unknown device'}</span>
      </li>
    </ul>
  );
}
