import { expect, it } from 'vitest';
import { map_answer } from '../../lib/wire';
import { example } from '../../testing/example';
import { type Bubble, projection_for, ring, spread, wide } from './map-geometry';

const { places } = map_answer(example('live/map.answer.json'));
const [houston, portland] = places as [(typeof places)[0], (typeof places)[0]];

it.each([false, true])('shows every place (whole earth: %s)', (is_world) => {
  const projection = projection_for(places, is_world, wide);
  for (const { longitude, latitude } of places) {
    const [x, y] = projection([longitude, latitude]) ?? [Number.NaN, Number.NaN];
    expect(x > 0 && x < wide.width && y > 0 && y < wide.height).toBe(true);
  }
});

it('keeps west left and north up', () => {
  const projection = projection_for(places, false, wide);
  const [west, south] = projection([houston.longitude, houston.latitude]) as [number, number];
  const [east, north] = projection([portland.longitude, portland.latitude]) as [number, number];
  expect(west < east && north < south).toBe(true);
});

it('shows a single place with its surroundings', () => {
  const point = projection_for([houston], false, wide)([houston.longitude, houston.latitude]);
  expect(point?.every(Number.isFinite)).toBe(true);
});

it('draws the temperatures as a full ring', () => {
  const arcs = ring(houston);
  expect(arcs.map(({ tone }) => tone)).toEqual(['hot', 'warm', 'cold']);
  expect(arcs.reduce((sum, arc) => sum + arc.length, 0)).toBeCloseTo(100);
});

it('pushes bubbles apart until none covers another, and leaves distant ones alone', () => {
  const bubble = (x: number, y: number): Bubble => ({ place: houston, x, y, radius: 20, home: { x, y } });
  const [one, other, far] = spread([bubble(0, 0), bubble(6, 0), bubble(500, 0)]) as [Bubble, Bubble, Bubble];
  expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(40);
  expect(far.x).toBe(500);
});
