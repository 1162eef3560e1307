/** Moves to the next or the former visit of a list, from wherever the focus is. */
export function move_focus(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLElement>('a[data-visit]') ?? [])].sort(
    (one, other) => position_of(one) - position_of(other),
  );
  const row = document.activeElement?.closest('li');
  const here = links.findIndex((link) => link.closest('li') === row);
  const next = links[here < 0 ? 0 : Math.max(0, Math.min(links.length - 1, here + by))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView?.({ block: 'nearest' });
}

const position_of = (link: HTMLElement): number => Number(link.closest('li')?.getAttribute('aria-posinset'));
