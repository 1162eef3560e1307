/** The filters of the history as they stand in the address: the very names of `GET /api/v1/sessions`. */

export const filter_labels: Record<string, string> = {
  from: 'From',
  to: 'To',
  q: 'Text',
  category: 'Temperature',
  entry_page: 'Entry page',
  exit_page: 'Exit page',
  exit_reason: 'Ended by',
  last_action: 'Last action',
  campaign: 'Campaign',
  source: 'Source',
  device: 'Device',
  browser: 'Browser',
  country: 'Country',
  city: 'City',
  min_duration: 'At least (s)',
  max_duration: 'At most (s)',
  has_errors: 'With errors',
  bounced: 'Bounced',
  weekday: 'Weekday',
  hour: 'Hour',
  workflow: 'Workflow',
  feature: 'Feature',
  new: 'New or returning',
  level: 'Engagement',
  lane: 'Lane',
  status: 'Status',
};

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What the address asks for; also parameters that we have no word for, since a link of the server may bring them. */
export function visits_query(params: URLSearchParams): Record<string, string> {
  const ours = ['tab', 'step', 'site', 'limit', 'cursor'];
  return Object.fromEntries([...params].filter(([name, value]) => value && !ours.includes(name)));
}

export function filter_words(name: string, value: string): string {
  const label = filter_labels[name] ?? name;
  if (name === 'weekday') return weekdays[Number(value) - 1] ?? `${label}: ${value}`;
  if (name === 'hour') return `${value.padStart(2, '0')}:00–${value.padStart(2, '0')}:59`;
  if (name === 'status') return value === 'ended' ? 'Ended' : 'Still going on';
  if (name === 'new') return value === 'true' ? 'New visitors' : 'Returning visitors';
  if (value === 'true') return label;
  if (value === 'false') return `Not: ${label.toLowerCase()}`;
  return `${label}: ${value}`;
}
