import type { VisitRecord } from '../../../protocol/people';
import { date_and_time, event_name, place_name, short_duration, visitor_name } from '../lib/format';
import { journey_path } from '../lib/navigation';
import { Link } from './link';
import table from './table.module.css';
import { TemperatureBadge } from './temperature-badge';
import styles from './visits-table.module.css';

/** Visits as rows; on a phone each becomes a small card. */
export function VisitsTable({ visits, has_names = true }: { visits: VisitRecord[]; has_names?: boolean }) {
  return (
    <div className={styles.sheet}>
      <table className={`${table.table} ${styles.visits}`}>
        <thead>
          <tr>
            <th>Began</th>
            {has_names && <th>Visitor</th>}
            <th>Place</th>
            <th>From → to</th>
            <th>Ended by</th>
            <th className={table.number}>Pages</th>
            <th className={table.number}>Stayed</th>
            <th className={table.number}>Score</th>
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <tr key={visit.session_id}>
              <td data-cell="began">
                <Link to={journey_path(visit.session_id)}>{date_and_time(visit.start_time)}</Link>
              </td>
              {has_names && (
                <td data-cell="visitor">
                  {visit.lead_id ? (
                    <Link to={`/people/${encodeURIComponent(visit.lead_id)}`}>{visitor_name(visit)}</Link>
                  ) : (
                    <span className={table.soft}>{visitor_name(visit)}</span>
                  )}
                </td>
              )}
              <td data-cell="place">{place_name(visit.location)}</td>
              <td
                data-cell="pages"
                className={table.path}
                title={`${visit.entry.page ?? '—'} → ${visit.exit?.page ?? '…'}`}
              >
                {visit.entry.page ?? '—'}
                {visit.exit?.page && visit.exit.page !== visit.entry.page && ` → ${visit.exit.page}`}
              </td>
              <td data-cell="reason" className={table.soft}>
                {visit.status === 'active' ? 'Still here' : event_name(visit.exit?.reason ?? '—')}
              </td>
              <td data-cell="views" className={table.number}>
                {visit.page_views}
              </td>
              <td data-cell="stayed" className={table.number}>
                {short_duration(visit.duration_seconds)}
              </td>
              <td data-cell="score" className={table.number}>
                <span className={styles.score}>
                  {visit.score}
                  <TemperatureBadge category={visit.score_category} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
