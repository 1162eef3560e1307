import type { JourneyStep } from '../../../../protocol/live';

/** However long a visitor stayed on a page, a replay waits no longer than this at single speed. */
export const wait_ms_max = 12_000;
export const wait_ms_min = 700;
export const speeds = [1, 2, 4, 8, 16] as const;

/** How long a step stays on the screen. */
export function wait_ms(steps: readonly JourneyStep[], index: number, speed: number): number {
  const [step, next] = [steps[index], steps[index + 1]];
  if (!step || !next) return wait_ms_min / speed;
  const real = Date.parse(next.timestamp) - Date.parse(step.timestamp);
  return Math.max(wait_ms_min, Math.min(wait_ms_max, real)) / speed;
}

/** The page that was on the screen at a step, and the title it had when it was opened. */
export function page_at(
  steps: readonly JourneyStep[],
  index: number,
): { page: string; title: string | null } {
  const before = steps.slice(0, index + 1).reverse();
  const page = before.find((step) => step.page)?.page ?? '/';
  const title = before.find((step) => step.page === page && step.title)?.title ?? null;
  return { page, title };
}
