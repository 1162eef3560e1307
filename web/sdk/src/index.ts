/** The module for bundlers: the same tracker, with everything in one piece. */

import type { Options, Sojourn } from '../sojourn';
import { init as init_core } from './core';
import { watch_page } from './page';

export function init({ respectPrivacySignals, allowAutomation, ...options }: Options): Sojourn {
  let is_watched = false;
  return init_core(
    {
      ...options,
      ignorePrivacySignals: respectPrivacySignals === false ? '' : undefined,
      allowAutomation: allowAutomation ? '' : undefined,
    },
    (sojourn) => {
      if (!is_watched) watch_page((type, data) => sojourn('track', type, data));
      is_watched = true;
    },
  );
}
