import { list, object, text } from '../../lib/shape';
import { Store, useStore } from '../../lib/store';

export interface SavedFilter {
  name: string;
  search: string;
}

const remembered = 'sojourn.filters';
const shape = list(object<SavedFilter>({ name: text, search: text }));

function read(): SavedFilter[] {
  try {
    return shape(JSON.parse(localStorage.getItem(remembered) ?? '[]'));
  } catch {
    return [];
  }
}

const saved = new Store<readonly SavedFilter[]>(read());

export const useSavedFilters = (): readonly SavedFilter[] => useStore(saved);

function keep(next: SavedFilter[]): void {
  localStorage.setItem(remembered, JSON.stringify(next));
  saved.set(next);
}

/** Under a name that is known it takes the place of the former. The moment of the past is not kept. */
export function save_filter(name: string, search: string): void {
  const params = new URLSearchParams(search);
  params.delete('at');
  const query = params.toString();
  const others = saved.get().filter((one) => one.name !== name);
  keep([...others, { name, search: query && `?${query}` }]);
}

export const forget_filter = (name: string): void => keep(saved.get().filter((one) => one.name !== name));
