import { Ellipsis } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { LiveSession } from '../../../protocol/live';
import { Button } from '../ui/button';

const StaffMenu = lazy(() => import('../features/staff/staff-menu'));

/** What staff can do with a visit, for whichever feature shows one. */
export const staff_actions = (session: LiveSession): ReactNode => (
  <Suspense
    fallback={
      <Button look="icon" disabled aria-label="Actions">
        <Ellipsis size={18} aria-hidden />
      </Button>
    }
  >
    <StaffMenu session={session} />
  </Suspense>
);
