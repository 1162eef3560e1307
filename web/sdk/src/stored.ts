import type { Collected, CollectSession, VisitStart } from '../../protocol/visits';
import type { Person } from '../sojourn';

/** Whom requests speak about; the start goes along until the server has acknowledged it. */
export interface Visit {
  session_id: string;
  session_key: string;
  start?: VisitStart | undefined;
}

/** A stretch of a visit that travels in one request. */
export interface Part extends Visit, CollectSession {
  /** When it was handed to the network, with a fraction that makes it unique; nothing while it waits. */
  held?: number;
}

/** What the tabs of one browser share. */
export interface Stored {
  visitor: string;
  visit: Visit;
  /** What the server has not answered for, oldest first. New events join the last part while it waits. */
  parts: Part[];
  /** Who the visitor is, as far as the server has not heard yet. */
  person?: Person | undefined;
  /** Time of the last activity in any tab; nothing or 0 when no visit is open. */
  seen: number;
  seq: number;
  campaign?: string | null | undefined;
  /** The server's last answer, with the site's wishes. */
  told?: Collected | undefined;
  /** Deliveries that a tab has shown, newest last. */
  cards?: string[];
  /** After a failure nothing is sent before this time. */
  wait: number;
}
