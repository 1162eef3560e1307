/** Trackers of this page. One belongs to the page rather than to a component, so it outlives what mounted it. */

import type { Options, Sojourn } from '../../sdk/sojourn';
import { init } from '../../sdk/src/index';

type Call = (...values: unknown[]) => void;

const calls_max = 50;

const trackers = new Map<string, Sojourn>();

/** Starts the tracker of a site, or finds the one that runs. */
export function tracker_of(options: Options): Sojourn {
  const name = `${options.api} ${options.site}`;
  const tracker = trackers.get(name) ?? init(options);
  trackers.set(name, tracker);
  return tracker;
}

/**
 * What children call. Their effects run before those of the component around them, so calls wait for the start;
 * the oldest are forgotten beyond `calls_max`.
 */
export function create_handle(): { call: Sojourn; start(options: Options): void } {
  let tracker: Sojourn | undefined;
  let waiting: unknown[][] = [];
  const call: Call = (...values) => {
    if (tracker) (tracker as Call)(...values);
    else waiting = [...waiting, values].slice(-calls_max);
  };
  return {
    call: call as Sojourn,
    start(options) {
      tracker = tracker_of(options);
      for (const values of waiting.splice(0)) call(...values);
    },
  };
}
