import { TriangleAlert } from 'lucide-react';
import { useMe } from '../features/access/get-me';
import { useAccess } from '../lib/access';
import { SiteContext } from '../lib/site';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { SiteFrame } from './site-frame';
import { TopBar } from './top-bar';

/** The frame around every page, once it is known which sites there are. */
export function Shell() {
  const access = useAccess();
  const me = useMe();
  const sites = me.data?.sites ?? [];
  const site = sites.find((one) => one.site_id === access.site) ?? sites[0];
  if (site) {
    return (
      <SiteContext value={site}>
        <SiteFrame key={site.site_id} sites={sites} />
      </SiteContext>
    );
  }
  return (
    <>
      <TopBar sites={[]} />
      <main>
        {me.isPending && <Skeleton lines={3} />}
        {me.isError && (
          <Notice icon={<TriangleAlert aria-hidden />} title="The server could not be reached">
            <p>{me.error.message}</p>
            <Button look="primary" onClick={() => me.refetch()}>
              Try again
            </Button>
          </Notice>
        )}
        {me.isSuccess && (
          <Notice icon={<TriangleAlert aria-hidden />} title="No site yet">
            <p>Add one on the server with “sojourn site add”, then open this page again.</p>
          </Notice>
        )}
      </main>
    </>
  );
}
