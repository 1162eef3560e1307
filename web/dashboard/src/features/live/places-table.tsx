import type { MapPlace } from '../../../../protocol/live';
import { counted, place_name } from '../../lib/format';
import table from '../../ui/table.module.css';
import { place_key } from './map-geometry';
import styles from './places-table.module.css';

interface PlacesTableProps {
  places: MapPlace[];
  unplaced: number;
  hovered: MapPlace | null;
  on_hover(place: MapPlace | null): void;
  on_open(place: MapPlace): void;
}

/** The map in rows, for whoever would rather read. */
export function PlacesTable({ places, unplaced, hovered, on_hover, on_open }: PlacesTableProps) {
  const most_first = [...places].sort((one, other) => other.total - one.total);
  return (
    <div className={styles.places}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Place</th>
            <th className={table.number}>Visits</th>
            <th className={table.number}>Hot</th>
            <th className={table.number}>Warm</th>
          </tr>
        </thead>
        <tbody>
          {most_first.map((place) => (
            <tr
              key={place_key(place)}
              data-hovered={(hovered && place_key(hovered) === place_key(place)) || undefined}
              onPointerEnter={() => on_hover(place)}
              onPointerLeave={() => on_hover(null)}
            >
              <td>
                <button type="button" className={styles.place} onClick={() => on_open(place)}>
                  {place_name(place)}
                </button>
              </td>
              <td className={table.number}>{place.total}</td>
              <td className={table.number}>{place.hot}</td>
              <td className={table.number}>{place.warm}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unplaced > 0 && <p className={styles.unplaced}>{counted(unplaced, 'visit')} from unknown places.</p>}
    </div>
  );
}
