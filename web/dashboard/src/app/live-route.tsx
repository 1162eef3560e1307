import { lazy, Suspense } from 'react';
import { LivePage } from '../features/live/live-page';
import { useLive } from '../features/live/use-live';
import { journey_of, navigate, usePath } from '../lib/navigation';

const JourneyDialog = lazy(() => import('../features/journey/journey-dialog'));

/** The live page, and above it the journey that the path names. */
export function LiveRoute({ site }: { site: { site_id: string; name: string } }) {
  const live = useLive(site.site_id);
  const journey = journey_of(usePath());
  const is_live = !!live.board?.sessions.some((one) => one.session_id === journey);
  return (
    <>
      <LivePage site_name={site.name} live={live} />
      <Suspense>
        {journey && <JourneyDialog id={journey} is_live={is_live} on_close={() => navigate('/live')} />}
      </Suspense>
    </>
  );
}
