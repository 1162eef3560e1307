/** Figures in words. */

const two = (count: number): string => `${count}`.padStart(2, '0');

export function duration_text(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours} h ${two(minutes)} min` : `${minutes} min ${two(rest)} s`;
}

/** Fifty actions fill the bar. */
export const actions_share = (actions: number): number => Math.min(actions * 2, 100);

export const actions_text = (actions: number): string => `${actions} action${actions === 1 ? '' : 's'}`;
