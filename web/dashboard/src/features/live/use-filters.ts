import { set_params } from '../../lib/navigation';
import { filter_names } from './filter-params';

/** All people, in any order that was chosen. */
export const clear_filters = (): void =>
  set_params({ ...Object.fromEntries(filter_names.map((name) => [name, null])), lane: null });
