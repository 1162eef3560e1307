import { UserRoundSearch } from 'lucide-react';
import { set_params, useParams } from '../../lib/navigation';
import { useSite } from '../../lib/site';
import { Button } from '../../ui/button';
import { ExportLinks } from '../../ui/export-links';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { PageHeader } from '../../ui/page-header';
import { SearchInput } from '../../ui/search-input';
import { useLeads } from './get-leads';
import { LeadsTable } from './leads-table';
import styles from './people-page.module.css';

/** Everyone who ever said who they are. */
export default function PeoplePage() {
  const { name } = useSite();
  const params = useParams();
  const [q, sort] = [params.get('q') ?? '', params.get('sort') === 'last_seen' ? 'last_seen' : 'score'];
  const query = useLeads(q, sort);
  return (
    <>
      <PageHeader kicker={name} title="People">
        <ExportLinks kind="leads" />
      </PageHeader>
      <div className={styles.bar}>
        <SearchInput
          label="Search people"
          placeholder="Name, e-mail, phone"
          value={q}
          on_search={(text) => set_params({ q: text })}
        />
        <select
          className={styles.sort}
          aria-label="Order"
          value={sort}
          onChange={(event) =>
            set_params({ sort: event.target.value === 'score' ? null : event.target.value })
          }
        >
          <option value="score">Highest score first</option>
          <option value="last_seen">Last seen first</option>
        </select>
      </div>
      <Loaded query={query}>
        {({ pages }) => {
          const leads = pages.flatMap((page) => page.leads);
          if (leads.length === 0)
            return (
              <Notice
                icon={<UserRoundSearch aria-hidden />}
                title={q ? 'Nobody is called that' : 'Nobody is known by name yet'}
              >
                <p>
                  {q
                    ? 'Search for a part of the name, the e-mail address or the phone number.'
                    : 'Visitors appear here when they are identified: by your pages, or by you from their visit.'}
                </p>
              </Notice>
            );
          return (
            <>
              <LeadsTable leads={leads} />
              {query.hasNextPage && (
                <Button
                  className={styles.more}
                  disabled={query.isFetchingNextPage}
                  onClick={() => query.fetchNextPage()}
                >
                  {query.isFetchingNextPage ? 'Reading…' : 'More people'}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
