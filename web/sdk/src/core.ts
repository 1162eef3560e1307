/** What the script tag and the module share: may we, and if so, begin. */

import type { Sojourn } from '../sojourn';
import { capture } from './capture';
import type { Stored } from './stored';
import { post, storage, tab_lock } from './surroundings';
import { create_tracker, type Tracker } from './tracker';

/** As written in the script tag's attributes: a switch is on when it is there at all. */
export interface Settings {
  site: string;
  api: string;
  consent?: string | undefined;
  ignorePrivacySignals?: string | undefined;
  allowAutomation?: string | undefined;
  flush?: number | undefined;
  heartbeat?: number | undefined;
}

type Commands = { [name in keyof Tracker]?: Tracker[name] | undefined } & { consent(given: boolean): void };

/** Nothing leaves a browser against its wish, and programs are no visitors. */
function is_welcome({ ignorePrivacySignals, allowAutomation }: Settings): boolean {
  const browser = navigator as Navigator & { globalPrivacyControl?: boolean };
  return !(
    (ignorePrivacySignals == null && (browser.globalPrivacyControl || browser.doNotTrack === '1')) ||
    (allowAutomation == null && browser.webdriver)
  );
}

/** Starts the tracker as soon as it may, and with it what else watches the page. */
export function init(settings: Settings, watch_page: (sojourn: Sojourn) => unknown): Sojourn {
  const name = `sojourn.${settings.site}`;
  const [read, write] = storage<Stored>(name);
  const commands: Commands = {
    consent(given) {
      if (!given) commands.stop = (commands.stop as () => undefined)();
      else if (!commands.stop && is_welcome(settings)) {
        const tracker = create_tracker(settings, read, write, tab_lock(name), post);
        Object.assign(commands, tracker);
        capture(tracker, settings);
        watch_page(run as Sojourn);
      }
    },
  };

  /** The page we are a guest of never notices a failure of ours, nor a command that is not there yet. */
  const run = (command: keyof typeof commands, ...values: unknown[]): void => {
    try {
      (commands[command] as (...values: unknown[]) => void)(...values);
    } catch {}
  };

  if (settings.consent !== 'required' || read()) run('consent', true);
  return run as Sojourn;
}
