import type { SessionsAnswer } from '../../protocol/visits';

/** Takes an answer with visits, and throws where it is something else. */
export function sessions_shape(body: unknown): SessionsAnswer {
  const { sessions } = (body ?? {}) as Partial<SessionsAnswer>;
  const is_list = Array.isArray(sessions) && sessions.every(is_session);
  if (!is_list) throw new TypeError('The answer is not a list of visits.');
  return body as SessionsAnswer;
}

function is_session(value: unknown): boolean {
  const { session_id, start_time, duration_seconds, action_count } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof session_id === 'string' &&
    typeof start_time === 'string' &&
    typeof duration_seconds === 'number' &&
    typeof action_count === 'number'
  );
}
