const margin = 20;
const step = 25;
const limit_max = 200;

/** The part to ask for when these rows are on the screen: a little more, in steps, so that small scrolls ask nothing. */
export function part_around(first: number, last: number): { offset: number; limit: number } {
  const offset = Math.max(0, Math.floor((first - margin) / step) * step);
  const limit = Math.ceil((last + 1 + margin - offset) / step) * step;
  return { offset, limit: Math.min(limit_max, limit) };
}
