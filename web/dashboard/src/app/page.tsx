import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import { Skeleton } from '../ui/skeleton';
import { LiveSection } from './live-section';

const VisitsPage = lazy(() => import('../features/visits/visits-page'));
const PeoplePage = lazy(() => import('../features/people/people-page'));
const PersonPage = lazy(() => import('../features/people/person-page'));
const InsightsPage = lazy(() => import('../features/insights/insights-page'));
const PropertiesPage = lazy(() => import('../features/properties/properties-page'));
const AlertsPage = lazy(() => import('../features/alerts/alerts-page'));
const SettingsPage = lazy(() => import('../features/settings/settings-page'));

interface Rest {
  rest: string;
}

const pages: Record<string, LazyExoticComponent<ComponentType<Rest>> | ComponentType<Rest>> = {
  visits: VisitsPage,
  people: ({ rest }: Rest) =>
    rest ? <PersonPage key={rest} id={decodeURIComponent(rest)} /> : <PeoplePage />,
  insights: InsightsPage,
  properties: PropertiesPage,
  alerts: AlertsPage,
  settings: SettingsPage,
};

/** The page that a path names; each but the live page comes in a file of its own when it is needed. */
export function Page({ path }: { path: string }) {
  const [, section = '', rest = ''] = path.split('/');
  const Chosen = pages[section] ?? LiveSection;
  return (
    <Suspense fallback={<Skeleton />}>
      <Chosen rest={rest} />
    </Suspense>
  );
}
