import { with_params } from '../../lib/navigation';
import { PageHeader } from '../../ui/page-header';
import { Tabs } from '../../ui/tabs';
import { ConnectionState } from './connection-state';
import { GoBack } from './go-back';
import { TimeScrubber } from './time-scrubber';
import type { View } from './use-board';

/** Another of the live pages, at the same moment. */
export const live_path = (path: string): string => {
  const at = new URLSearchParams(window.location.search).get('at');
  return with_params({ at }, { path, search: '' });
};

const tabs = [
  ['newest', '/live', 'Newest'],
  ['all', '/live/all', 'Everyone'],
  ['map', '/live/map', 'Map'],
] as const;

interface LiveHeaderProps {
  site_name: string;
  view: View;
  tab: (typeof tabs)[number][0];
}

export function LiveHeader({ site_name, view, tab }: LiveHeaderProps) {
  const { at, status, poll_ms, retry, board } = view;
  return (
    <>
      <PageHeader kicker={site_name} title={at ? 'Who was here' : 'Who is here now'}>
        {!at && <GoBack />}
        <ConnectionState status={status} poll_ms={poll_ms} on_retry={retry} />
      </PageHeader>
      {at && <TimeScrubber at={at} />}
      <Tabs
        label="Live pages"
        tabs={tabs.map(([name, path, word]) => ({
          to: live_path(path),
          word,
          is_here: name === tab,
          count: name === 'all' ? board?.counts.total_count : undefined,
        }))}
      />
    </>
  );
}
