import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useLiveConnection } from '../lib/live';
import { close_journey } from '../lib/navigation';
import { Layer } from './layer';

const JourneyDialog = lazy(() => import('../features/journey/journey-dialog'));
const StaffDesk = lazy(() => import('../features/staff/staff-desk'));

/** The journey that the path names, above its page. Colleagues see who has it open. */
export function JourneyLayer({ id }: { id: string }) {
  const connection = useLiveConnection();
  const { board } = useSyncExternalStore(connection.subscribe, connection.state);
  const live = board?.sessions.find((one) => one.session_id === id);
  useEffect(() => {
    connection.looking(id);
    return () => connection.looking(null);
  }, [connection, id]);
  return (
    <Suspense fallback={<Layer />}>
      <JourneyDialog
        id={id}
        live={live}
        on_close={close_journey}
        desk={(journey) => <StaffDesk journey={journey} />}
      >
        <Layer />
      </JourneyDialog>
    </Suspense>
  );
}
