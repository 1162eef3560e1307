import { Trash2 } from 'lucide-react';
import { event_name } from '../../lib/format';
import { Button } from '../../ui/button';
import table from '../../ui/table.module.css';
import styles from './rule-rows.module.css';
import type { RulesText, RuleText } from './rules';

interface RuleRowsProps {
  events: RuleText[];
  minute: RulesText['minute_engaged'];
  on_events(events: RuleText[]): void;
  on_minute(minute: RulesText['minute_engaged']): void;
}

const known = new Set(
  'page_view property_view property_save property_share search click form_submit inquiry tour_request contact_click login feature_use workflow_start workflow_complete workflow_fail'.split(
    ' ',
  ),
);

/** Points and cap for each kind of event, and for each minute engaged. */
export function RuleRows({ events, minute, on_events, on_minute }: RuleRowsProps) {
  const change = (index: number, part: Partial<RuleText>) =>
    on_events(events.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const figure = (label: string, value: string, on_change: (text: string) => void) => (
    <input
      type="number"
      step="any"
      aria-label={label}
      value={value}
      onChange={(event) => on_change(event.target.value)}
    />
  );
  return (
    <table className={`${table.table} ${styles.rules}`}>
      <thead>
        <tr>
          <th>Event</th>
          <th className={table.number}>Points</th>
          <th className={table.number}>At most</th>
          <th>
            <span className="sr-only">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((rule, index) => (
          <tr key={index}>
            <td>
              {known.has(rule.name) ? (
                event_name(rule.name)
              ) : (
                <input
                  aria-label="Kind of event"
                  value={rule.name}
                  maxLength={50}
                  placeholder="my_event"
                  onChange={(event) => change(index, { name: event.target.value })}
                />
              )}
            </td>
            <td>
              {figure(`Points for ${event_name(rule.name)}`, rule.points, (points) =>
                change(index, { points }),
              )}
            </td>
            <td>{figure(`Cap for ${event_name(rule.name)}`, rule.cap, (cap) => change(index, { cap }))}</td>
            <td>
              <Button
                look="icon"
                aria-label={`Remove ${event_name(rule.name)}`}
                onClick={() => on_events(events.filter((_, at) => at !== index))}
              >
                <Trash2 size={16} aria-hidden />
              </Button>
            </td>
          </tr>
        ))}
        <tr>
          <td>Each minute engaged</td>
          <td>
            {figure('Points for each minute engaged', minute.points, (points) =>
              on_minute({ ...minute, points }),
            )}
          </td>
          <td>{figure('Cap for minutes engaged', minute.cap, (cap) => on_minute({ ...minute, cap }))}</td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}
