import { navigate } from '../lib/navigation';
import { useShortcuts } from '../lib/shortcuts';
import { sections } from './sections';

const jumps = Object.fromEntries(sections.map(({ key, path }) => [`g ${key}`, () => navigate(path)]));

/** The keys that work on every page; a dialog has the keyboard for itself. */
export function useKeys(open_help: () => void, is_on: boolean): void {
  useShortcuts({ ...jumps, 'g w': () => navigate('/live/all'), '?': open_help }, is_on);
}
