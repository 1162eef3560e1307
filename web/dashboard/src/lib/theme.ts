import { Store, useStore } from './store';

export type Theme = 'light' | 'dark';

const remembered = 'sojourn.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

function first(): Theme {
  const chosen = localStorage.getItem(remembered);
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
    return chosen;
  }
  return system.matches ? 'dark' : 'light';
}

const theme = new Store<Theme>(first());
system.addEventListener('change', () => {
  if (!document.documentElement.dataset.theme) theme.set(system.matches ? 'dark' : 'light');
});

export const useTheme = (): Theme => useStore(theme);

export function toggle_theme(): void {
  const next = theme.get() === 'dark' ? 'light' : 'dark';
  localStorage.setItem(remembered, next);
  document.documentElement.dataset.theme = next;
  theme.set(next);
}
