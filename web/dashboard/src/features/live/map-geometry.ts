import { type GeoProjection, geoMercator, geoNaturalEarth1 } from 'd3-geo';
import type { MapPlace } from '../../../../protocol/live';

export const width = 960;
export const height = 520;
const margin = 70;
/** A cluster of neighbours is shown with so many degrees around it, or the coast would be a few straight lines. */
const degrees_min = 22;
/** From here on the whole earth is shown. */
const degrees_world = 110;

/** A projection that shows all places: the earth, or the part of it where they are. */
export function projection_for(places: readonly MapPlace[], is_world: boolean): GeoProjection {
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
  const wide = Math.max(0, degrees_min - (east - west)) / 2;
  const high = Math.max(0, degrees_min / 2 - (north - south)) / 2;
  const clamped = (latitude: number) => Math.max(-75, Math.min(78, latitude));
  const corners = {
    type: 'MultiPoint' as const,
    coordinates: [
      [west - wide, clamped(south - high)],
      [east + wide, clamped(north + high)],
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
  12 + 26 * Math.sqrt(total / Math.max(1, most));

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
