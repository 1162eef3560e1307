import { lazy, Suspense, useEffect } from 'react';
import { close_act, useOpenAct } from '../features/staff/open-act';
import { Toasts } from '../ui/toasts';

const ActDialog = lazy(() => import('../features/staff/act-dialog'));

/**
 * What lies above everything: the dialog of an action, and messages. It stands inside the journey while one is open,
 * so that both count as one to focus and Escape.
 */
export function Layer() {
  const act = useOpenAct();
  useEffect(() => close_act, []);
  return (
    <>
      <Suspense>{act && <ActDialog key={`${act.kind} ${act.session.session_id}`} act={act} />}</Suspense>
      <Toasts />
    </>
  );
}
