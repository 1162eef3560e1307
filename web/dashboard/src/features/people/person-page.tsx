import { useGet } from '../../lib/api';
import { useSite } from '../../lib/site';
import { person as person_shape } from '../../lib/wire-people';
import { Link } from '../../ui/link';
import { Loaded } from '../../ui/loaded';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { TemperatureBadge } from '../../ui/temperature-badge';
import { PersonFacts } from './person-facts';
import styles from './person-page.module.css';
import { person_path } from './person-path';
import { PersonStory } from './person-story';

const refresh_ms = 30_000;

/** One person over all their visits. */
export default function PersonPage({ id }: { id: string }) {
  const { site_id } = useSite();
  const query = useGet(person_path(site_id, id), person_shape, { refresh_ms });
  const { lead, score } = query.data ?? {};
  return (
    <>
      <PageHeader
        kicker={<Link to="/people">People</Link>}
        title={lead ? (lead.name ?? lead.email ?? 'Without a name') : 'Person'}
      >
        {score && (
          <p className={styles.score}>
            <span className="sr-only">Score </span>
            <strong>{score.score}</strong>
            <TemperatureBadge category={score.category} />
          </p>
        )}
      </PageHeader>
      <Loaded
        query={query}
        skeleton={<Skeleton lines={4} height="8rem" label="Reading about this person…" />}
      >
        {(person) => (
          <>
            <PersonFacts person={person} />
            <PersonStory person={person} />
          </>
        )}
      </Loaded>
    </>
  );
}
