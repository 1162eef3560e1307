/** The module for bundlers: the same tracker, with everything in one piece. */

import type { Options, Sojourn } from '../sojourn';
import { init as init_core } from './core';
import { watch_page } from './page';

export function init({ respectPrivacySignals, allowAutomation, ...options }: Options): Sojourn {
  return init_core(
    {
      ...options,
      ignorePrivacySignals: respectPrivacySignals === false ? '' : undefined,
      allowAutomation: allowAutomation ? '' : undefined,
    },
    watch_page,
  );
}
