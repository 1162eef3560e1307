/** What staff can do with a visit: what is sent, what is shown at once, what is said, and how it is undone. */

import type { Lane, LiveSession, Staff } from '../../../../protocol/live';
import { visitor_name } from '../../lib/format';
import { untouched } from '../../lib/wire';

export interface Act {
  session_id: string;
  /** Below `/api/admin/sessions/{id}/`. */
  path: string;
  body: unknown;
  /** What the visit looks like when it works, shown before it has. */
  part: Partial<LiveSession>;
  said: string;
  undo?: Act;
}

type Target = Pick<LiveSession, 'session_id' | 'lead_email' | 'lead_name'> & Partial<LiveSession>;

const staff_of = (session: Target): Staff => session.staff ?? untouched;

function act(session: Target, path: string, body: unknown, part: Partial<Staff>, said: string): Act {
  return {
    session_id: session.session_id,
    path,
    body,
    part: { staff: { ...staff_of(session), ...part } },
    said,
  };
}

const with_undo = (done: Act, undo: Act): Act => ({ ...done, undo });

export function claim(session: Target): Act {
  const name = visitor_name(session);
  const taken = act(
    session,
    'claim',
    {},
    { claimed_by: 'you', claimed_by_me: true },
    `${name} is yours now.`,
  );
  return with_undo(
    taken,
    act(session, 'release', {}, { claimed_by: null, claimed_by_me: false }, 'Released again.'),
  );
}

export function release(session: Target): Act {
  const freed = act(
    session,
    'release',
    {},
    { claimed_by: null, claimed_by_me: false },
    'Released for colleagues.',
  );
  return with_undo(freed, act(session, 'claim', {}, staff_of(session), 'It is yours again.'));
}

export function follow(session: Target, on: boolean): Act {
  const said = on ? 'You will be told when this visitor is back.' : 'No longer followed.';
  const done = act(session, 'follow', { on }, { is_followed: on }, said);
  return with_undo(done, act(session, 'follow', { on: !on }, { is_followed: !on }, 'As it was.'));
}

export function tag(session: Target, add: string[], remove: string[] = []): Act {
  const { tags } = staff_of(session);
  const next = [...tags.filter((one) => !remove.includes(one)), ...add.filter((one) => !tags.includes(one))];
  const done = act(session, 'tag', { add, remove }, { tags: next }, 'Tags changed.');
  return with_undo(done, act(session, 'tag', { add: remove, remove: add }, { tags }, 'Tags as before.'));
}

export function snooze(session: Target, minutes: number, now: number): Act {
  const until = new Date(now + minutes * 60_000).toISOString();
  const done = act(session, 'snooze', { minutes }, { snoozed_until: until }, 'Snoozed.');
  return with_undo(done, wake(session));
}

export const wake = (session: Target): Act =>
  act(session, 'snooze', { minutes: 0 }, { snoozed_until: null }, 'Awake again.');

export const finish = (session: Target, now: number): Act =>
  act(session, 'done', {}, { done_at: new Date(now).toISOString() }, 'Marked as done.');

export const note = (session: Target, text: string): Act =>
  act(session, 'note', { text }, { notes: staff_of(session).notes + 1 }, 'Note kept.');

export function move(session: Target, lane: Lane): Act {
  const to = (chosen: Lane, said: string): Act => ({
    session_id: session.session_id,
    path: 'lane',
    body: { lane: chosen },
    part: { lane: chosen },
    said,
  });
  const words = { people: 'Moved to people.', bots: 'Moved to bots.' };
  return with_undo(to(lane, words[lane]), to(lane === 'bots' ? 'people' : 'bots', 'Moved back.'));
}

export interface Identity {
  email?: string;
  name?: string;
  phone?: string;
}

export const unidentify = (session: Target): Act => ({
  session_id: session.session_id,
  path: 'unidentify',
  body: {},
  part: { is_anonymous: true, lead_email: null, lead_name: null },
  said: 'This visitor is anonymous again.',
});

export const identify = (session: Target, identity: Identity): Act => ({
  session_id: session.session_id,
  path: 'identify',
  body: identity,
  part: { is_anonymous: false, lead_email: identity.email ?? null, lead_name: identity.name ?? null },
  said: `Identified as ${identity.email ?? identity.name ?? identity.phone}.`,
  undo: unidentify(session),
});
