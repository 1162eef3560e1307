import type { ReactNode } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import type { Board } from '../../lib/live-board';
import { ChangesPill } from './changes-pill';
import { useHeld } from './use-held';
import { useRows } from './use-rows';
import { VisitList } from './visit-list';

interface NewestVisitsProps {
  board: Board;
  actions(session: LiveSession): ReactNode;
  children: ReactNode;
}

/** The cards of who came last. While somebody points at one, none moves away. */
export function NewestVisits({ board, actions, children }: NewestVisitsProps) {
  const { is_held, handlers } = useHeld();
  const { at, waiting, show_changes } = useRows(board, is_held);
  const rows = [...at].sort(([one], [other]) => one - other).map(([, row]) => row);
  return (
    <>
      <ChangesPill waiting={waiting} on_show={show_changes} />
      <div {...handlers}>
        <VisitList rows={rows} actions={actions}>
          {children}
        </VisitList>
      </div>
    </>
  );
}
