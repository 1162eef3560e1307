import type { KeyboardEvent } from 'react';
import type { MapPlace } from '../../../../protocol/live';
import { counted, place_name } from '../../lib/format';
import { type Bubble, ring } from './map-geometry';
import styles from './world-map.module.css';

interface MapBubbleProps {
  bubble: Bubble;
  is_hovered: boolean;
  on_hover(place: MapPlace | null): void;
  on_open(place: MapPlace): void;
}

/** A place: its number inside, a ring of its temperatures around. Works as a button. */
export function MapBubble({ bubble, is_hovered, on_hover, on_open }: MapBubbleProps) {
  const { place, x, y, radius, home } = bubble;
  const { total, hot, warm } = place;
  const open_by_key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    on_open(place);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside an SVG.
    <g
      className={`${styles.bubble} ${is_hovered ? styles.hovered : ''}`}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      role="button"
      tabIndex={0}
      aria-label={`${place_name(place)}: ${counted(total, 'visit')}, ${hot} hot, ${warm} warm`}
      onClick={() => on_open(place)}
      onKeyDown={open_by_key}
      onPointerEnter={() => on_hover(place)}
      onPointerLeave={() => on_hover(null)}
      onFocus={() => on_hover(place)}
      onBlur={() => on_hover(null)}
    >
      <line className={styles.string} x2={home.x - x} y2={home.y - y} />
      <circle className={styles.home} cx={home.x - x} cy={home.y - y} r={2.5} />
      <circle className={styles.disc} r={radius} />
      {ring(place).map(({ tone, start, length }) => (
        <circle
          key={tone}
          className={styles.ring}
          data-tone={tone}
          r={radius}
          pathLength={100}
          strokeDasharray={`${length} ${100 - length}`}
          strokeDashoffset={-start}
          transform="rotate(-90)"
        />
      ))}
      <text className={styles.count} y={5}>
        {total}
      </text>
      {is_hovered && (
        <text className={styles.name} y={-radius - 9}>
          {place_name(place)}
        </text>
      )}
    </g>
  );
}
