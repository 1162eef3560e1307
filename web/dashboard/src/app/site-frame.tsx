import { lazy, Suspense, useState } from 'react';
import { useArrivals } from '../features/alerts/use-arrivals';
import { LiveContext, useNewConnection } from '../lib/live';
import { journey_of, page_of, usePath } from '../lib/navigation';
import { type Site, useSite } from '../lib/site';
import { ErrorBoundary } from './error-boundary';
import { JourneyLayer } from './journey-layer';
import { Layer } from './layer';
import { Navigation } from './navigation';
import { Page } from './page';
import styles from './site-frame.module.css';
import { TopBar } from './top-bar';
import { useFocusOnPage } from './use-focus-on-page';
import { useKeys } from './use-keys';
import { usePollInterval } from './use-poll-interval';

const HelpDialog = lazy(() => import('./help-dialog'));

/** Everything about one site: bar, navigation, the page, and a journey above it. */
export function SiteFrame({ sites }: { sites: Site[] }) {
  const site = useSite();
  const connection = useNewConnection(site.site_id);
  const path = usePath();
  const page = page_of(path);
  const journey = journey_of(path);
  const [is_help_open, set_help_open] = useState(false);
  const main = useFocusOnPage(page);
  useKeys(() => set_help_open(true), !journey && !is_help_open);
  usePollInterval(connection);
  useArrivals(connection);

  return (
    <LiveContext value={connection}>
      <div className={styles.frame}>
        <a className={styles.skip} href="#page">
          Skip to the page
        </a>
        <TopBar sites={sites} on_help={() => set_help_open(true)} />
        <Navigation path={page} />
        <main id="page" ref={main} tabIndex={-1} className={styles.page}>
          <ErrorBoundary key={page}>
            <Page path={page} />
          </ErrorBoundary>
        </main>
      </div>
      {journey ? <JourneyLayer id={journey} /> : <Layer />}
      <Suspense>{is_help_open && <HelpDialog on_close={() => set_help_open(false)} />}</Suspense>
    </LiveContext>
  );
}
