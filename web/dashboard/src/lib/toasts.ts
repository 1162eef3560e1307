import { Store, useStore } from './store';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'bad';
  action?: { word: string; run(): void } | undefined;
}

export const toast_ms = 7_000;
const toasts_max = 4;
const toasts = new Store<readonly Toast[]>([]);
let next_id = 1;

export const useToasts = (): readonly Toast[] => useStore(toasts);

/** Says something in a corner for a while, politely. */
export function say(text: string, tone: Toast['tone'] = 'plain', action?: Toast['action']): void {
  const id = next_id++;
  toasts.set([...toasts.get(), { id, text, tone, action }].slice(-toasts_max));
  setTimeout(() => unsay(id), toast_ms);
}

export function unsay(id: number): void {
  if (toasts.get().some((one) => one.id === id)) toasts.set(toasts.get().filter((one) => one.id !== id));
}
