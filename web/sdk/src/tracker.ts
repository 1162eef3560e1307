/**
 * Turns calls into stored events and stored events into requests. Every change of the stored value goes through
 * `change`, one tab at a time; only a page that goes away cannot wait for the lock.
 */

import type { CollectAnswer } from '../../protocol/visits';
import type { Person } from '../sojourn';
import type { Settings } from './core';
import { secret, uuid7 } from './ids';
import { origin } from './origin';
import type { Part, Stored } from './stored';
import type { Lock, Post, Read, Write } from './surroundings';

export const flush_events = 5;
export const part_events_max = 100;
/** Beyond this the oldest part is forgotten. A page that is left quickly leaves a small one behind. */
export const parts_max = 50;
/** How long a part on its way, which nobody has answered for yet, is left alone by every tab. */
export const held_ms = 30_000;
/** Without activity for this many seconds the next activity belongs to a new visit, unless the server says otherwise. */
export const idle_seconds = 1800;

export type Tracker = ReturnType<typeof create_tracker>;

/** Becomes text where it is stored or sent. */
const iso = (time: number) => new Date(time) as unknown as string;

export function create_tracker(
  settings: Pick<Settings, 'site' | 'api' | 'storage' | 'flush' | 'tab'>,
  read: Read<Stored>,
  write: Write<Stored>,
  lock: Lock,
  post: Post,
) {
  let pending: (() => void)[] = [];
  let stored: Stored;
  let failures = 0;

  function change(work: () => void): void {
    pending.push(work);
    lock(apply);
  }

  function apply(): undefined {
    if (!pending[0]) return;
    const found = read();
    // Another tab has withdrawn consent, or the visitor has cleared what sites store.
    if (stored && !found) return stop();
    stored = found || ({ visitor: secret(), parts: [] } as unknown as Stored);
    pending.splice(0).map((work) => work());
    write(stored);
  }

  /**
   * What the visitor does opens a visit when there is none, when the last one slept too long, or when another
   * campaign led here (asked on arrival only, or two tabs would argue for ever). Work that answers true is urgent.
   */
  function act(work: (time: number) => unknown, arriving?: boolean): void {
    const time = Date.now();
    update(() => {
      const begun = origin();
      const campaign = begun.entry.campaign;
      if (
        !(time - stored.seen < (stored.told?.idle_timeout || idle_seconds) * 1000) ||
        (arriving && campaign && campaign !== stored.campaign)
      ) {
        stored.seq = 0;
        stored.campaign = campaign;
        stored.visit = {
          session_id: uuid7(time),
          session_key: secret(),
          start: { visitor_id: stored.visitor, storage: settings.storage, timestamp: iso(time), ...begun },
        };
      }
      stored.seen = time;
      return work(time);
    });
  }

  function update(work: (stored: Stored) => unknown): void {
    change(() => {
      if (work(stored)) flush_soon();
    });
  }

  /** After what else happens in this turn. */
  const flush_soon = () => setTimeout(change, 0, flush);

  function open_part(): Part {
    const { parts, visit } = stored;
    const part = parts.at(-1);
    if (part?.session_key !== visit.session_key || part.events[part_events_max - 1] || part.held) {
      if (parts.push({ ...visit, events: [] }) > parts_max) parts.shift();
    }
    return parts.at(-1) as Part;
  }

  /**
   * Sends the oldest part that waits, else who the visitor is. Only a silent, full or failing server is asked again.
   * A beacon is not answered: its part is held for a while and then repeated, with the same ids.
   */
  function flush(leaving?: boolean): void {
    const now = Date.now();
    if (stored.wait > now) return;
    const part = stored.parts.find((one) => !(now - (one.held as number) < held_ms));
    if (!part && (stored.visit.start || !stored.person)) return;
    const { held, ...session } = part || (stored.visit as Part);
    const mark = now + Math.random();
    if (part) part.held = mark;
    const url = `${settings.api}/api/v1/${part ? 'collect' : `sessions/${session.session_id}/identify`}`;
    const body = JSON.stringify(
      part
        ? {
            site: settings.site,
            sent_at: new Date() as unknown as string,
            sessions: [{ ...session, tab: settings.tab }],
          }
        : { ...stored.person, session_key: session.session_key },
    );
    if (leaving && navigator.sendBeacon(url, body)) return;
    post(url, body).then(([status, retry_after, answer]) =>
      change(() => {
        const keep = status === 429 || !((status as number) < 500);
        const acknowledged = (answer as CollectAnswer)?.sessions?.[0];
        failures = +keep && failures + 1;
        const backoff = Math.random() * (1 << Math.min(failures, 6));
        stored.wait = +keep && Date.now() + (+(retry_after as string) || backoff) * 1000;
        if (!keep) {
          if (!part) stored.person = undefined;
          // The server knows no such visit, or wants it no more: what happens next opens another.
          else if (!acknowledged) stored.seen = 0;
        }
        stored.parts = stored.parts.filter((one) => one.held !== mark || keep);
        stored.told = acknowledged || stored.told;
        for (const one of [stored.visit, ...(stored.parts as Part[])]) {
          if ((one as Part).held === mark) (one as Part).held = 0;
          if (acknowledged && one.session_key === session.session_key) {
            one.start = undefined;
            one.session_id = acknowledged.session_id;
          }
        }
        if (!keep) flush_soon();
      }),
    );
  }

  /** For good: what is still called afterwards finds nobody who takes it. */
  function stop(): undefined {
    pending = { push() {} } as never;
    write();
  }

  setInterval(
    () => {
      if (read()?.parts[0] || read()?.person) change(flush);
    },
    (settings.flush || 5) * 1000,
  );
  return {
    /** For what else is kept with the visit. Work that answers true is followed by a request. */
    update,
    /** An arriving event is sent at once, so that the visit is seen at once. */
    track(type: string, data: object = {}, arriving?: boolean): void {
      const text = JSON.stringify(data);
      act((time) => {
        const events = open_part().events;
        events.push({
          id: uuid7(time),
          type,
          timestamp: iso(time),
          seq: stored.seq++,
          data: JSON.parse(text),
        });
        return arriving || !(events.length % flush_events);
      }, arriving);
    },
    identify(person: Person): void {
      act(() => {
        stored.person = { ...stored.person, ...person };
        return true;
      });
    },
    end(reason: string): void {
      act((time) => {
        stored.seen = 0;
        open_part().end = { reason, timestamp: iso(time) };
        return true;
      });
    },
    leave(): void {
      pending.push(() => flush(true));
      apply();
    },
    stop,
  };
}
