/** Sojourn for React: the tracker as a component, and the visits as staff or their user see them. */

export type { Session, SessionsAnswer } from '../../protocol/visits';
export type { Person, Sojourn } from '../../sdk/sojourn';
export { ActiveSessionsWidget, type ActiveSessionsWidgetProps } from './active-sessions-widget';
export type { Answer } from './answer';
export { SessionTimeline, type SessionTimelineProps } from './session-timeline';
export { SessionTracker, type SessionTrackerProps } from './session-tracker';
export { type Fetcher, ServerError, type Source } from './source';
export { type ActiveSessions, type ActiveSessionsOptions, useActiveSessions } from './use-active-sessions';
export { type SessionHistoryOptions, useSessionHistory } from './use-session-history';
export { useSojourn, useTrackEvent } from './use-sojourn';
