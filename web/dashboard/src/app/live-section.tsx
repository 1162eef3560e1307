import { lazy, Suspense } from 'react';
import { LivePage } from '../features/live/live-page';
import { Skeleton } from '../ui/skeleton';
import { staff_actions } from './staff-actions';

const AllVisits = lazy(() => import('../features/live/all-visits'));
const MapPage = lazy(() => import('../features/live/map-page'));

/** Who is here now: the newest, all of them, or on a map. */
export function LiveSection({ rest }: { rest: string }) {
  return (
    <Suspense fallback={<Skeleton />}>
      {rest === 'all' && <AllVisits actions={staff_actions} />}
      {rest === 'map' && <MapPage />}
      {rest !== 'all' && rest !== 'map' && <LivePage actions={staff_actions} />}
    </Suspense>
  );
}
