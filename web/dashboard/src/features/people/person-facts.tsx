import { Mail, MapPin, Phone } from 'lucide-react';
import type { Person } from '../../../../protocol/people';
import { date_and_time, place_name } from '../../lib/format';
import { Mark } from '../../ui/mark';
import styles from './person-page.module.css';

/** How to reach this person, and what staff said about them. */
export function PersonFacts({ person: { lead, staff, devices } }: { person: Person }) {
  return (
    <div className={styles.facts}>
      {lead.email && (
        <a href={`mailto:${lead.email}`}>
          <Mail size={15} aria-hidden />
          {lead.email}
        </a>
      )}
      {lead.phone && (
        <a href={`tel:${lead.phone}`}>
          <Phone size={15} aria-hidden />
          {lead.phone}
        </a>
      )}
      <span>
        <MapPin size={15} aria-hidden />
        {place_name(lead)}
      </span>
      {lead.first_seen && <span>First seen {date_and_time(lead.first_seen)}</span>}
      {devices.length > 0 && (
        <span>
          {devices
            .map(({ type, browser, os }) => [browser, os, type && `(${type})`].filter(Boolean).join(' '))
            .join(', ')}
        </span>
      )}
      {staff.claimed_by && (
        <Mark tone="good">{staff.claimed_by_me ? 'Yours' : `Claimed by ${staff.claimed_by}`}</Mark>
      )}
      {staff.is_followed && <Mark tone="gold">Followed</Mark>}
      {staff.tags.map((tag) => (
        <Mark key={tag}>{tag}</Mark>
      ))}
    </div>
  );
}
