import { address_of, useGet } from '../../lib/api';
import { list, maybe, number, object, or, text } from '../../lib/shape';
import { useSite } from '../../lib/site';
import { alert } from '../../lib/wire';

const alerts_answer = object({
  alerts: list(alert),
  unread: or(number, 0),
  next_cursor: maybe(text),
});

export const alerts_path = '/api/admin/alerts';
export const newest_max = 100;

/** The newest alerts, and how many are unread. The bell and the page share one answer. */
export const useAlerts = () =>
  useGet(address_of(alerts_path, { site: useSite().site_id, limit: newest_max }), alerts_answer, {
    refresh_ms: 60_000,
    keeps: true,
  });
