import { geoGraticule10, geoPath } from 'd3-geo';
import { Earth, Focus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { MapPlace } from '../../../../protocol/live';
import { Button } from '../../ui/button';
import { borders, land } from './land';
import { MapBubble } from './map-bubble';
import { narrow, place_key, projection_for, radius_of, spread, wide } from './map-geometry';
import { useIsNarrow } from './use-row-height';
import styles from './world-map.module.css';

interface WorldMapProps {
  places: MapPlace[];
  hovered: MapPlace | null;
  on_hover(place: MapPlace | null): void;
  on_open(place: MapPlace): void;
}

/** A map of our own drawing: no tiles, nobody else learns where our visitors are. */
export function WorldMap({ places, hovered, on_hover, on_open }: WorldMapProps) {
  const [is_world, set_world] = useState(false);
  const size = useIsNarrow() ? narrow : wide;
  const { width, height } = size;
  const where = places.map((one) => `${one.longitude},${one.latitude}`).join(' ');
  const projection = useMemo(() => projection_for(places, is_world, size), [where, is_world, size]);
  const drawn = useMemo(() => {
    const path = geoPath(
      projection.clipExtent([
        [-20, -20],
        [width + 20, height + 20],
      ]),
    );
    return { land: path(land) ?? '', borders: path(borders) ?? '', lines: path(geoGraticule10()) ?? '' };
  }, [projection, width, height]);
  const most = Math.max(...places.map((one) => one.total));
  const bubbles = spread(
    places.flatMap((place) => {
      const point = projection([place.longitude, place.latitude]);
      if (!point) return [];
      const home = { x: point[0], y: point[1] };
      return [{ place, ...home, home, radius: radius_of(place.total, most) }];
    }),
  );
  const hovered_key = hovered && place_key(hovered);
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG cannot be a fieldset. */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className={styles.map}
        role="group"
        aria-label="Map of live visits"
      >
        <path className={styles.lines} d={drawn.lines} />
        <path className={styles.land} d={drawn.land} />
        <path className={styles.borders} d={drawn.borders} />
        {bubbles.map((bubble) => (
          <MapBubble
            key={place_key(bubble.place)}
            bubble={bubble}
            is_hovered={hovered_key === place_key(bubble.place)}
            on_hover={on_hover}
            on_open={on_open}
          />
        ))}
      </svg>
      <figcaption>
        <span className={styles.key} data-tone="hot">
          Hot
        </span>
        <span className={styles.key} data-tone="warm">
          Warm
        </span>
        <span className={styles.key} data-tone="cold">
          Cold
        </span>
        <Button onClick={() => set_world(!is_world)}>
          {is_world ? <Focus size={16} aria-hidden /> : <Earth size={16} aria-hidden />}
          {is_world ? 'Where they are' : 'Whole earth'}
        </Button>
      </figcaption>
    </figure>
  );
}
