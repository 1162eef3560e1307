import { SearchX } from 'lucide-react';
import { counted } from '../../lib/format';
import { set_params, useParams } from '../../lib/navigation';
import { useSite } from '../../lib/site';
import { Button } from '../../ui/button';
import { ExportLinks } from '../../ui/export-links';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { PageHeader } from '../../ui/page-header';
import { VisitsTable } from '../../ui/visits-table';
import { useVisits } from './get-visits';
import { filter_labels, visits_query } from './visit-filters';
import { VisitFilters } from './visit-filters-form';
import styles from './visits-page.module.css';

/** Every visit that is kept, by whatever one asks. */
export default function VisitsPage() {
  const { name } = useSite();
  const filter = visits_query(useParams());
  const query = useVisits(filter);
  const is_filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader kicker={name} title="Visits">
        <ExportLinks kind="visits" from={filter.from} to={filter.to} />
      </PageHeader>
      <VisitFilters filter={filter} />
      <Loaded query={query}>
        {({ pages }) => {
          const visits = pages.flatMap((page) => page.sessions);
          const total = pages[0]?.total_count;
          if (visits.length === 0)
            return (
              <Notice
                icon={<SearchX aria-hidden />}
                title={is_filtered ? 'No visit matches' : 'No visits yet'}
              >
                {is_filtered && (
                  <Button
                    look="primary"
                    onClick={() =>
                      set_params(
                        Object.fromEntries(
                          [...Object.keys(filter_labels), ...Object.keys(filter)].map((one) => [one, null]),
                        ),
                      )
                    }
                  >
                    Clear the filters
                  </Button>
                )}
              </Notice>
            );
          return (
            <>
              <p className={styles.total} role="status">
                {total === null || total === undefined
                  ? `${counted(visits.length, 'visit')} read`
                  : counted(total, 'visit')}
              </p>
              <VisitsTable visits={visits} />
              {query.hasNextPage && (
                <Button
                  className={styles.more}
                  disabled={query.isFetchingNextPage}
                  onClick={() => query.fetchNextPage()}
                >
                  {query.isFetchingNextPage ? 'Reading…' : 'More visits'}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
