import type { Change, Counts, LiveSession, Snapshot } from '../../../protocol/live';

/** Small vocabulary for tests: a visit, and what the server says about visits. */
export function visit(id: string, fields: Partial<LiveSession> = {}): LiveSession {
  return {
    session_id: id,
    lead_id: null,
    lead_email: null,
    lead_name: null,
    is_anonymous: true,
    location: { city: 'Houston', state: 'Texas', country: 'United States' },
    behavioral_score: 12,
    score_category: 'cold',
    current_page: '/',
    current_property: null,
    page_views: 1,
    property_views: 0,
    property_saves: 0,
    session_duration: 5,
    last_activity: '2026-11-21T09:30:05.000Z',
    start_time: '2026-11-21T09:30:00.000Z',
    device_type: 'desktop',
    browser: 'Chrome',
    referrer_source: 'direct',
    ...fields,
  };
}

export const counts = (total_count: number, hot_count = 0): Counts => ({
  total_count,
  hot_count,
  warm_count: 0,
  cold_count: total_count - hot_count,
});

export const snapshot = (seq: number, sessions: LiveSession[], epoch = 'e1'): Snapshot => ({
  type: 'snapshot',
  seq,
  epoch,
  sessions,
  counts: counts(sessions.length),
});

export const change = (seq: number, part: Partial<Change>): Change => ({
  type: 'changed',
  seq,
  started: [],
  changed: [],
  ended: [],
  counts: counts(1),
  ...part,
});
