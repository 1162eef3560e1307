/** The public face of the Sojourn tracker. */

export interface Options {
  /** The site's public key. */
  site: string;
  /** Where the Sojourn server answers, such as `https://sojourn.example.com`. */
  api: string;
  /** `'required'`: no request and no stored byte before `sojourn('consent', 'granted')`. */
  consent?: 'required' | undefined;
  /** `'none'`: nothing is ever stored in the browser; the server recognises a visitor for one day at most. */
  storage?: 'none' | undefined;
  /** Obey Global Privacy Control and Do Not Track. True unless set to false. */
  respectPrivacySignals?: boolean | undefined;
  /** Track browsers that are driven by a program too. For tests; false unless set. */
  allowAutomation?: boolean | undefined;
  /** Seconds that fewer than five events wait for company before they are sent. 5 unless set. */
  flush?: number | undefined;
  /** Seconds between heartbeats of a visible page. What the server says, else 300, unless set. */
  heartbeat?: number | undefined;
}

/** Who the visitor is, as far as the page knows. */
export interface Person {
  email?: string;
  name?: string;
  phone?: string;
  user_id?: string;
  /** Signed by the site's own server; needed where `user_id` is claimed. */
  user_token?: string;
  traits?: Record<string, unknown>;
}

/**
 * The one global, and what `init` returns. Calls never throw.
 *
 * @example
 * sojourn('track', 'search', { query: 'three bedrooms', results: 4 });
 * sojourn('identify', { email: 'ada@example.com', name: 'Ada' });
 * sojourn('end', 'logout');
 * sojourn('consent', 'granted');
 */
export interface Sojourn {
  /** One event. `type` has at most 50 characters, `data` at most 8 KiB as JSON. */
  (command: 'track', type: string, data?: Record<string, unknown>): void;
  /** Links this visitor to a person. */
  (command: 'identify', person: Person): void;
  /** Ends the visit, for a reason such as `'logout'`; what happens next opens a new one. */
  (command: 'end', reason: string): void;
  /** Granted (or true): begin, where consent is required. Denied (or false): stop, and remove what was stored. */
  (command: 'consent', given: boolean | 'granted' | 'denied'): void;
}

/** Starts the tracker for one site and returns its command function. */
export function init(options: Options): Sojourn;

declare global {
  interface Window {
    sojourn?: Sojourn;
  }
}
