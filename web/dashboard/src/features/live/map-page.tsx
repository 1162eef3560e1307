import { MapPinOff } from 'lucide-react';
import { useState } from 'react';
import type { MapPlace } from '../../../../protocol/live';
import { address_of, useGet } from '../../lib/api';
import { counted } from '../../lib/format';
import { http_filter } from '../../lib/live';
import { navigate, useParams, with_params } from '../../lib/navigation';
import { useSite } from '../../lib/site';
import { map_answer } from '../../lib/wire';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Skeleton } from '../../ui/skeleton';
import { filter_of } from './filter-params';
import { LiveHeader } from './live-header';
import styles from './map-page.module.css';
import { PlacesTable } from './places-table';
import { useBoard } from './use-board';
import { WorldMap } from './world-map';

const refresh_ms = 10_000;

/** Where the visitors are. A place leads to its visits. */
export default function MapPage() {
  const { site_id: site, name } = useSite();
  const params = useParams();
  const view = useBoard();
  const at = params.get('at');
  const { sort: _, ...filter } = filter_of(params);
  const query = useGet(
    address_of('/api/admin/sessions/map', { site, ...(at && { time: at }), ...http_filter(filter) }),
    map_answer,
    { refresh_ms: at ? false : refresh_ms, keeps: true },
  );
  const [hovered, set_hovered] = useState<MapPlace | null>(null);
  const open = ({ city, state, country }: MapPlace) =>
    navigate(with_params({ city, state, country, at }, { path: '/live/all', search: '' }));
  return (
    <>
      <LiveHeader site_name={name} view={view} tab="map" />
      <div className={styles.page}>
        <Loaded query={query} skeleton={<Skeleton lines={1} height="28rem" label="Loading the map…" />}>
          {({ places, unplaced }) =>
            places.length === 0 ? (
              <Notice icon={<MapPinOff aria-hidden />} title="No place is known">
                <p>
                  {unplaced > 0
                    ? `${counted(unplaced, 'visit')} came from places the server does not know.`
                    : 'Nobody is here now.'}
                </p>
              </Notice>
            ) : (
              <div className={styles.columns}>
                <WorldMap places={places} hovered={hovered} on_hover={set_hovered} on_open={open} />
                <PlacesTable
                  places={places}
                  unplaced={unplaced}
                  hovered={hovered}
                  on_hover={set_hovered}
                  on_open={open}
                />
                <p className={styles.credit}>
                  Places of addresses:{' '}
                  <a href="https://db-ip.com" target="_blank" rel="noreferrer">
                    IP Geolocation by DB-IP
                  </a>
                  , where its database is installed.
                </p>
              </div>
            )
          }
        </Loaded>
      </div>
    </>
  );
}
