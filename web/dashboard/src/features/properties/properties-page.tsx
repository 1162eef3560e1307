import { House } from 'lucide-react';
import { address_of, useGet } from '../../lib/api';
import { useSite } from '../../lib/site';
import { interest } from '../../lib/wire-journey';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { PageHeader } from '../../ui/page-header';
import styles from './properties-page.module.css';
import { PropertyInterest } from './property-interest';

const refresh_ms = 15_000;

/** What people are interested in, whoever they are. */
export default function PropertiesPage() {
  const { site_id: site, name } = useSite();
  const query = useGet(address_of('/api/admin/interest', { site, limit: 50 }), interest, { refresh_ms });
  return (
    <>
      <PageHeader kicker={name} title="What draws them" />
      <p className={styles.hint}>Properties by interest: who looks at them now, and who keeps coming back.</p>
      <Loaded query={query}>
        {({ properties }) =>
          properties.length === 0 ? (
            <Notice icon={<House aria-hidden />} title="No property was looked at yet">
              <p>They appear as soon as a page sends “property_view”.</p>
            </Notice>
          ) : (
            <ol className={styles.list} aria-label="Properties by interest">
              {properties.map((one) => (
                <PropertyInterest
                  key={one.property.id}
                  interest={one}
                  most_views={Math.max(...properties.map(({ views }) => views))}
                />
              ))}
            </ol>
          )
        }
      </Loaded>
    </>
  );
}
