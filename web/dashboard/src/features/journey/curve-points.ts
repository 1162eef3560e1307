import type { JourneyStep } from '../../../../protocol/live';

/** A staircase through the scores: time runs to the right, 0 is at the bottom and 100 at the top. */
export function curve_points(
  steps: JourneyStep[],
  width: number,
  height: number,
): { x: number; y: number }[] {
  const times = steps.map((step) => Date.parse(step.timestamp));
  const begin = times[0] ?? 0;
  const span = Math.max(1, (times[times.length - 1] ?? 0) - begin);
  return steps.flatMap((step, index) => {
    const x = (((times[index] ?? begin) - begin) / span) * width;
    return [step.score_before, step.score_after].map((score) => ({ x, y: height * (1 - score / 100) }));
  });
}
