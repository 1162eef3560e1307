import { CloudOff, SearchX } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { LiveFilter, LiveSession } from '../../../../protocol/live';
import { useParams } from '../../lib/navigation';
import { useSite } from '../../lib/site';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { Skeleton } from '../../ui/skeleton';
import { Arrivals } from './arrivals';
import { EmptyState } from './empty-state';
import { FilterBar } from './filter-bar';
import { active_filters, filter_of } from './filter-params';
import { LiveHeader } from './live-header';
import { useBoard } from './use-board';
import { clear_filters } from './use-filters';
import { VisitRows } from './visit-rows';

const first_part = { offset: 0, limit: 50 };

/** Everyone who is here, however many: the server tells only the part that is on the screen. */
export default function AllVisits({ actions }: { actions(session: LiveSession): ReactNode }) {
  const { name } = useSite();
  const params = useParams();
  const wanted = JSON.stringify(filter_of(params));
  const [part, set_part] = useState({ ...first_part, wanted });
  const filter = useMemo(
    (): LiveFilter => ({
      ...JSON.parse(wanted),
      ...(part.wanted === wanted ? { offset: part.offset, limit: part.limit } : first_part),
    }),
    [wanted, part],
  );
  const view = useBoard(filter);
  const { board, status, retry, at } = view;
  const is_filtered = active_filters(params).length > 0 || params.get('lane') === 'bots';
  return (
    <>
      <LiveHeader site_name={name} view={view} tab="all" />
      <FilterBar counts={board?.counts} />
      {board && !at && <Arrivals sessions={board.sessions} />}
      {board && board.counts.total_count > 0 && (
        <VisitRows
          key={at ? 'past' : 'now'}
          board={board}
          actions={actions}
          on_part={(offset, limit) => set_part({ offset, limit, wanted })}
        />
      )}
      {board?.counts.total_count === 0 && !is_filtered && <EmptyState is_past={!!at} />}
      {board?.counts.total_count === 0 && is_filtered && (
        <Notice icon={<SearchX aria-hidden />} title="Nobody matches">
          <p>No visit that is alive now fits these filters.</p>
          <Button look="primary" onClick={clear_filters}>
            Clear the filters
          </Button>
        </Notice>
      )}
      {!board && status !== 'failed' && <Skeleton lines={8} height="5rem" label="Loading visits…" />}
      {!board && status === 'failed' && (
        <Notice icon={<CloudOff aria-hidden />} title="The server does not answer">
          <p>We keep trying.</p>
          <Button look="primary" onClick={retry}>
            Try again now
          </Button>
        </Notice>
      )}
    </>
  );
}
