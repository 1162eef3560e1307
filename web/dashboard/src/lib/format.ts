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

/** Who else has this journey open; the server calls the reader “You”. */
export const others_looking = (watchers: readonly string[] = []): string[] =>
  watchers.filter((name) => name !== 'You');

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

const this_year = new Date().getFullYear();
const moment = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
const near = new Intl.DateTimeFormat(undefined, moment);
const far = new Intl.DateTimeFormat(undefined, { ...moment, year: 'numeric' });
/** The year only where it is another one. */
export function date_and_time(time: string): string {
  const date = new Date(time);
  return (date.getFullYear() === this_year ? near : far).format(date);
}

/** "property_save" as "Property save". */
export function event_name(type: string): string {
  const words = type.replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export const percent = (share: number): string =>
  `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: share < 0.1 ? 1 : 0 })} %`;

export const whole = (count: number): string => Math.round(count).toLocaleString('en-US');

/** "2 h 05", "12 min", "40 s": for places where seconds do not matter any more. */
export function short_duration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  if (total < 60) return `${total} s`;
  if (total < 3600) return `${Math.round(total / 60)} min`;
  return `${Math.floor(total / 3600)} h ${two(Math.round((total % 3600) / 60) % 60)}`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const spans = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "3 minutes ago", "in 2 hours", "just now". */
export function ago(time: string, now: number): string {
  const seconds = (Date.parse(time) - now) / 1000;
  for (const [unit, size] of spans)
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  return 'just now';
}

const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
/** A calendar day such as 2026-11-21, which has no time zone. */
export const day_name = (day: string): string => days.format(new Date(`${day}T00:00:00Z`));

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, count > 0 ? Math.floor(Math.log10(count) / 3) : 0);
  return `${(count / 1000 ** power).toLocaleString('en-US', { maximumFractionDigits: 1 })} ${units[power]}`;
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
export const date_and_time_exact = (time: string): string => exact.format(new Date(time));
