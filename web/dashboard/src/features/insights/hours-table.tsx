import { ScrollBox } from '../../ui/scroll-box';
import table from '../../ui/table.module.css';
import { type Hour, hour_name, hours_of_day, week_of, weekdays } from './hours';
import { VisitsLink } from './visits-link';

/** The same figures in words and numbers. */
export function HoursTable({ hours }: { hours: Hour[] }) {
  const week = week_of(hours);
  return (
    <ScrollBox label="Table of hours">
      <table className={table.table}>
        <thead>
          <tr>
            <th>Hour</th>
            {weekdays.map((day) => (
              <th key={day} className={table.number}>
                {day}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours_of_day.map((hour) => (
            <tr key={hour}>
              <th>{hour_name(hour)}</th>
              {week.map((day, index) => (
                <td key={weekdays[index]} className={table.number}>
                  <VisitsLink visits={day[hour]?.sessions ? day[hour].visits : null}>
                    {day[hour]?.sessions ?? 0}
                  </VisitsLink>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
