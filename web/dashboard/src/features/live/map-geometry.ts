import { type GeoProjection, geoMercator, geoNaturalEarth1 } from 'd3-geo';
import type { MapPlace } from '../../../../protocol/live';

export interface Size {
  width: number;
  height: number;
}

/** In units of the drawing: on a phone fewer of them, so that its figures stay readable. */
export const wide: Size = { width: 960, height: 520 };
export const narrow: Size = { width: 440, height: 400 };
/** A cluster of neighbours is shown with so many degrees around it, or the coast would be a few straight lines. */
const degrees_min = 22;
/** From here on the whole earth is shown. */
const degrees_world = 110;

/** A projection that shows all places: the earth, or the part of it where they are. */
export function projection_for(
  places: readonly MapPlace[],
  is_world: boolean,
  { width, height }: Size,
): GeoProjection {
  const margin = height / 8;
  const longitudes = places.map((one) => one.longitude);
  const latitudes = places.map((one) => one.latitude);
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  if (is_world || places.length === 0 || east - west > degrees_world) {
    const sphere = { type: 'Sphere' } as const;
    return geoNaturalEarth1().fitExtent(
      [
        [4, 4],
        [width - 4, height - 4],
      ],
      sphere,
    );
  }
  const more_wide = Math.max(0, degrees_min - (east - west)) / 2;
  const more_high = Math.max(0, degrees_min / 2 - (north - south)) / 2;
  const clamped = (latitude: number) => Math.max(-75, Math.min(78, latitude));
  const corners = {
    type: 'MultiPoint' as const,
    coordinates: [
      [west - more_wide, clamped(south - more_high)],
      [east + more_wide, clamped(north + more_high)],
    ],
  };
  return geoMercator().fitExtent(
    [
      [margin, margin],
      [width - margin, height - margin],
    ],
    corners,
  );
}

/** The area tells the number; even one visit can be hit with a finger. */
export const radius_of = (total: number, most: number): number =>
  13 + 19 * Math.sqrt(total / Math.max(1, most));

export const place_key = ({ city, state, country }: MapPlace): string => `${city}|${state}|${country}`;

export type Tone = 'hot' | 'warm' | 'cold';

/** Shares of hot, warm and cold as arcs of a ring, clockwise from the top; each as [start, length] of 100. */
export function ring({ hot, warm, cold }: MapPlace): { tone: Tone; start: number; length: number }[] {
  const all = Math.max(1, hot + warm + cold);
  let start = 0;
  const arcs: { tone: Tone; start: number; length: number }[] = [];
  for (const [tone, count] of [
    ['hot', hot],
    ['warm', warm],
    ['cold', cold],
  ] as const) {
    const length = (count / all) * 100;
    if (length > 0) arcs.push({ tone, start, length });
    start += length;
  }
  return arcs;
}

export interface Bubble {
  place: MapPlace;
  x: number;
  y: number;
  radius: number;
  /** Where the place really is. */
  home: { x: number; y: number };
}

const rounds = 60;
const gap = 5;

/** Pushes bubbles apart that would cover each other, as little as it takes. */
export function spread(bubbles: readonly Bubble[]): Bubble[] {
  const moved = bubbles.map((one) => ({ ...one }));
  for (let round = 0; round < rounds; round++) {
    let is_quiet = true;
    for (const [index, one] of moved.entries()) {
      for (const other of moved.slice(index + 1)) {
        const [dx, dy] = [other.x - one.x || 0.01 * (index + 1), other.y - one.y || 0.01];
        const distance = Math.hypot(dx, dy);
        const overlap = one.radius + other.radius + gap - distance;
        if (overlap <= 0) continue;
        is_quiet = false;
        const [px, py] = [((dx / distance) * overlap) / 2, ((dy / distance) * overlap) / 2];
        one.x -= px;
        one.y -= py;
        other.x += px;
        other.y += py;
      }
    }
    if (is_quiet) break;
  }
  return moved;
}
