/** Figures and names in words, for readers. */

import type { LiveSession, Place, Property } from '../../../protocol/live';

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours} h ${two(minutes)} min` : `${minutes} min ${two(rest)} s`;
}

const two = (count: number): string => String(count).padStart(2, '0');

export const visitor_name = ({
  lead_email,
  lead_name,
}: Pick<LiveSession, 'lead_email' | 'lead_name'>): string => lead_email ?? lead_name ?? 'Anonymous visitor';

export const place_name = ({ city, state, country }: Place): string =>
  [city, state].filter(Boolean).join(', ') || country || 'Place unknown';

export const property_name = ({ address, id }: Property): string => address ?? `Property ${id}`;

const dollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 0,
});
export const price = (amount: number): string => dollars.format(amount);

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const time_of_day = (time: string): string => clock.format(new Date(time));

const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
export const date_and_time = (time: string): string => calendar.format(new Date(time));

/** "property_save" as "Property save". */
export function event_name(type: string): string {
  const words = type.replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
