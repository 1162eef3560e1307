import type { ActiveHours } from '../../../../protocol/insights';

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export const hours_of_day = Array.from({ length: 24 }, (_, hour) => hour);

export type Hour = ActiveHours['hours'][number];

/** A cell for each hour of the week, also for those that the answer leaves out. */
export function week_of(hours: readonly Hour[]): Hour[][] {
  const by_key = new Map(hours.map((one) => [`${one.weekday} ${one.hour}`, one]));
  return weekdays.map((_, index) =>
    hours_of_day.map(
      (hour) => by_key.get(`${index + 1} ${hour}`) ?? { weekday: index + 1, hour, sessions: 0, visits: null },
    ),
  );
}

export const hour_name = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
