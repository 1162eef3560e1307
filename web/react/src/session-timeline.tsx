import type { Session } from '../../protocol/visits';
import { type SessionHistoryOptions, useSessionHistory } from './use-session-history';
import { actions_share, actions_text, duration_text } from './words';

export interface SessionTimelineProps extends SessionHistoryOptions {
  userId: string;
  className?: string | undefined;
}

/** A user's visits, newest first: when, how long, and how much was done. */
export function SessionTimeline({ userId, className = '', ...options }: SessionTimelineProps) {
  const { status, value, error, retry } = useSessionHistory(userId, options);
  return (
    <section className={`sojourn-timeline ${className}`} aria-label="Visits" aria-busy={status === 'loading'}>
      {status === 'error' ? (
        <p role="alert">
          The visits did not come. {error?.message}{' '}
          <button type="button" onClick={retry}>
            Try again
          </button>
        </p>
      ) : !value ? (
        <p role="status">Loading visits…</p>
      ) : value.length === 0 ? (
        <p>No visits yet.</p>
      ) : (
        <ol>
          {value.map((session) => (
            <VisitBar key={session.session_id} session={session} />
          ))}
        </ol>
      )}
    </section>
  );
}

function VisitBar({ session }: { session: Session }) {
  const { start_time, duration_seconds, action_count, status } = session;
  const began = new Date(start_time);
  return (
    <li>
      <span className="sojourn-began">
        <time dateTime={start_time}>
          {began.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
        {status === 'active' && <strong> now</strong>}
      </span>
      <span className="sojourn-duration">{duration_text(duration_seconds)}</span>
      {/* Attributes rather than styles: strict security policies allow no others from a server. */}
      <svg className="sojourn-bar" width="100%" height="8" aria-hidden="true">
        <rect className="sojourn-bar-ground" width="100%" height="8" rx="4" />
        <rect className="sojourn-bar-actions" width={`${actions_share(action_count)}%`} height="8" rx="4" />
      </svg>
      <span className="sojourn-actions">{actions_text(action_count)}</span>
    </li>
  );
}
