import { vi } from 'vitest';
import { example } from './example';

type Answer = [status: number, body: unknown];

export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  headers: Record<string, string>;
}

/** A server whose answers are the examples of the protocol, unless a test says otherwise. Keeps what it was asked. */
export class FakeServer {
  readonly asked: Asked[] = [];
  answers: Record<string, unknown> = {
    '/api/v1/me': example('live/me.answer.json'),
    '/api/admin/alerts': example('live/alerts.answer.json'),
    '/api/admin/sessions/at': example('live/at.answer.json'),
    '/api/admin/sessions/map': example('live/map.answer.json'),
    '/api/admin/interest': example('live/interest.answer.json'),
    '/api/admin/leads': example('people/leads.answer.json'),
    '/api/v1/sessions': example('people/visits.answer.json'),
    '/api/v1/stats/daily': example('visits/daily-stats.answer.json'),
    '/api/v1/score/precision': example('settings/precision.answer.json'),
  };

  constructor() {
    vi.stubGlobal('fetch', (address: string, init: RequestInit = {}) => this.#answer(address, init));
  }

  /** What was asked by this method of paths that end so. */
  requests(method: string, end: string): Asked[] {
    return this.asked.filter((one) => one.method === method && one.path.endsWith(end));
  }

  async #answer(address: string, init: RequestInit): Promise<Response> {
    const url = new URL(address, 'http://sojourn.test');
    this.asked.push({
      method: init.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: init.body ? JSON.parse(String(init.body)) : undefined,
      headers: { ...(init.headers as Record<string, string>) },
    });
    const [status, body] = this.#find(url.pathname, init.method ?? 'GET');
    return new Response(JSON.stringify(body), { status });
  }

  #find(path: string, method: string): Answer {
    const chosen = this.answers[`${method} ${path}`] ?? this.answers[path] ?? by_end(path);
    const answer = typeof chosen === 'function' ? chosen() : chosen;
    if (Array.isArray(answer) && typeof answer[0] === 'number') return answer as Answer;
    return answer === undefined ? [404, { detail: 'There is nothing here.' }] : [200, answer];
  }
}

const ends: [RegExp, string][] = [
  [/\/journey$/, 'live/journey-whole.answer.json'],
  [/\/recommendations$/, 'live/recommendations.answer.json'],
  [/\/(claim|release|note|tag|follow|snooze|done)$/, 'live/staff.answer.json'],
  [/\/(send-property|invite)$/, 'live/delivery.answer.json'],
  [/\/lane$/, 'live/lane.answer.json'],
  [/\/identify$/, 'visits/identify.answer.json'],
  [/\/leads\/[^/]+\/score$/, 'live/lead-score.answer.json'],
  [/\/feedback$/, 'people/feedback.answer.json'],
  [/\/leads\/[^/]+$/, 'people/person.answer.json'],
  [/\/settings$/, 'settings/site.answer.json'],
  [/\/score-rules$/, 'settings/score-rules.answer.json'],
  [/\/rehearse$/, 'settings/rehearse.answer.json'],
  [/\/(draft|publish|read)$/, 'visits/heartbeat.answer.json'],
  [/\/retention$/, 'settings/retention.answer.json'],
];

function by_end(path: string): unknown {
  const insight = path.match(/^\/api\/v1\/insights\/(.+)$/)?.[1];
  if (insight) return example(`insights/${insight}.answer.json`);
  const found = ends.find(([end]) => end.test(path));
  return found && example(found[1]);
}
