import { type ActiveSessionsOptions, useActiveSessions } from './use-active-sessions';

export interface ActiveSessionsWidgetProps extends Omit<ActiveSessionsOptions, 'limit'> {
  /** Words beside the count. `user online` and `users online` unless set. */
  label?: ((count: number) => string) | undefined;
  className?: string | undefined;
}

const online = (count: number): string => (count === 1 ? 'user online' : 'users online');

/** How many users are online. After a failure it shows the last count, and says that it is old. */
export function ActiveSessionsWidget({
  label = online,
  className = '',
  ...options
}: ActiveSessionsWidgetProps) {
  const { status, value, retry } = useActiveSessions({ ...options, limit: 1 });
  if (status === 'error' && !value) {
    return (
      <p className={`sojourn-active ${className}`} data-state="error" role="alert">
        The count did not come.{' '}
        <button type="button" onClick={retry}>
          Try again
        </button>
      </p>
    );
  }
  const state = value ? (status === 'error' ? 'old' : 'live') : 'loading';
  return (
    <p className={`sojourn-active ${className}`} data-state={state} role="status" aria-busy={!value}>
      <span className="sojourn-active-dot" aria-hidden="true" />
      <span className="sojourn-active-count">{value ? value.count : '–'}</span> {label(value?.count ?? 0)}
      {state === 'old' && <span className="sojourn-active-old"> (not up to date)</span>}
    </p>
  );
}
