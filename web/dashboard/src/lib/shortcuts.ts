import { useEffect, useRef } from 'react';

/** Keys typed one after the other, such as "g l", within this time. */
const sequence_ms = 1_000;
const handlers = new Map<string, () => void>();
let typed: { key: string; at: number } | undefined;

function is_writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && !!target.closest('input, textarea, select, [contenteditable]');
}

function on_key(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (is_writing(event.target)) return;
  const now = Date.now();
  const sequence = typed && now - typed.at < sequence_ms ? `${typed.key} ${event.key}` : '';
  const handler = handlers.get(sequence) ?? handlers.get(event.key);
  typed = { key: event.key, at: now };
  if (!handler) return;
  event.preventDefault();
  typed = undefined;
  handler();
}

/** Runs while the component is there, unless somebody is writing. */
export function useShortcuts(shortcuts: Record<string, () => void>, is_on = true): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = Object.keys(shortcuts).join('\n');
  useEffect(() => {
    if (!is_on) return;
    if (handlers.size === 0) window.addEventListener('keydown', on_key);
    const mine = names.split('\n').map((name) => [name, () => latest.current[name]?.()] as const);
    for (const [name, run] of mine) handlers.set(name, run);
    return () => {
      for (const [name, run] of mine) if (handlers.get(name) === run) handlers.delete(name);
      if (handlers.size === 0) window.removeEventListener('keydown', on_key);
    };
  }, [names, is_on]);
}
