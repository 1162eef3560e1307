/** What the script tag and the module share: may we, and if so, begin. */

import type { Tab } from '../../protocol/visits';
import type { Sojourn } from '../sojourn';
import { capture } from './capture';
import type { Stored } from './stored';
import { post, type Read, storage, tab_lock } from './surroundings';
import { create_tracker, type Tracker } from './tracker';

/** As written in the script tag's attributes: a switch is on when it is there at all. */
export interface Settings {
  site: string;
  api: string;
  consent?: string | undefined;
  storage?: string | undefined;
  ignorePrivacySignals?: string | undefined;
  allowAutomation?: string | undefined;
  flush?: number | undefined;
  heartbeat?: number | undefined;
  /** Set by the second part, which knows. */
  tab?: Tab | undefined;
}

/** What the second part is given to work with. */
export type Begun = [
  tracker: Tracker,
  settings: Settings,
  read: Read<Stored>,
  /** What happened on the page until the second part came; it takes the place of `push`. */
  early: Event[],
  /** Tells the page being viewed, if it is another than before. */
  view: () => void,
];

type Command = (...values: unknown[]) => void;
type Commands = Record<string, Command>;

const early_max = 9;

/** Nothing leaves a browser against its wish, and programs are no visitors. */
function is_welcome({ ignorePrivacySignals, allowAutomation }: Settings): boolean {
  const browser = navigator as Navigator & { globalPrivacyControl?: boolean };
  return !(
    (ignorePrivacySignals == null &&
      (browser.globalPrivacyControl || (browser.doNotTrack as unknown as number) > 0)) ||
    (allowAutomation == null && browser.webdriver)
  );
}

/** Starts the tracker as soon as it may, and with it what else watches the page. */
export function init(settings: Settings, watch_page: (...begun: Begun) => unknown): Sojourn {
  const name = `sojourn.${settings.site}`;
  const [read, write] = storage<Stored>(name, settings.storage);
  let tracker: Tracker | undefined;

  function consent(given: boolean | 'granted' | 'denied'): void {
    if (!given || given === 'denied') tracker = (tracker as Tracker).stop();
    else if (!tracker && is_welcome(settings)) {
      const early: Event[] = [];
      tracker = create_tracker(settings, read, write, tab_lock(name), post);
      for (const type of ['click', 'error'])
        addEventListener(type, (event) => early[early_max] || early.push(event), true);
      watch_page(tracker, settings, read, early, capture(tracker, settings, read));
    }
  }

  /** The page we are a guest of never notices a failure of ours, nor a command that is not there yet. */
  const run = (command: string, ...values: unknown[]): void => {
    try {
      ((command === 'consent' ? consent : (tracker as never as Commands)[command]) as Command)(...values);
    } catch {}
  };

  if (settings.consent !== 'required' || read()) consent(true);
  return run;
}
