import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Journey } from '../../../../protocol/live';
import { others_looking, visitor_name } from '../../lib/format';
import { refresh_ms, useJourney } from '../../lib/get-journey';
import type { BoardSession } from '../../lib/live-board';
import { useParams, with_params } from '../../lib/navigation';
import { covered, useOverlays } from '../../lib/overlays';
import { Button } from '../../ui/button';
import { Link } from '../../ui/link';
import { PresenceMark } from '../../ui/presence-mark';
import { Skeleton } from '../../ui/skeleton';
import { Tabs } from '../../ui/tabs';
import styles from './journey-dialog.module.css';
import { JourneyTab, type TabName, tab_names } from './journey-tab';

interface JourneyDialogProps {
  id: string;
  /** The visit on the live board, while it is there. */
  live: BoardSession | undefined;
  on_close(): void;
  /** The staff's side of it. */
  desk(journey: Journey): ReactNode;
  /** What lies above the journey: dialogs of actions, messages. */
  children?: ReactNode;
}

/** The journey above the page: focus stays inside, Escape closes, and its address can be shared. */
export default function JourneyDialog({ id, live, on_close, desk, children }: JourneyDialogProps) {
  const { data, dataUpdatedAt, error, isPending, refetch } = useJourney(id, !!live && refresh_ms);
  const overlay = useOverlays().get(id);
  const params = useParams();
  const tab = tab_names.find((name) => name === params.get('tab')) ?? 'story';
  const journey = useMemo(() => {
    if (!data) return undefined;
    const session = { ...data.session, staff: data.staff, ...(live?.lane && { lane: live.lane }) };
    return { ...data, session: covered(session, dataUpdatedAt, overlay) };
  }, [data, dataUpdatedAt, live, overlay]);
  const watchers = others_looking(live?.watchers);
  return (
    <Dialog.Root open onOpenChange={(is_open) => !is_open && on_close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <header className={styles.head}>
            <div>
              <p className={styles.kicker}>{live ? 'Journey, still going on' : 'Journey'}</p>
              <Dialog.Title>{journey ? visitor_name(journey.session) : 'Journey'}</Dialog.Title>
              {journey && (
                <p className={styles.facts}>
                  {live && <PresenceMark presence={live.presence ?? journey.presence} tabs={live.tabs} />}
                  {journey.session.lead_id && (
                    <Link to={`/people/${encodeURIComponent(journey.session.lead_id)}`}>
                      All visits of this person
                    </Link>
                  )}
                  {watchers.length > 0 && (
                    <span>
                      {watchers.join(', ')} {watchers.length === 1 ? 'is' : 'are'} looking too
                    </span>
                  )}
                </p>
              )}
            </div>
            <Dialog.Close render={<Button look="icon" aria-label="Close" />}>
              <X size={20} aria-hidden />
            </Dialog.Close>
          </header>
          {journey && (
            <div className={styles.tabs}>
              <Tabs
                label="Parts of the journey"
                tabs={tab_names.map((name) => tab_of(name, name === tab, journey))}
              />
            </div>
          )}
          <div className={styles.body}>
            {journey && <JourneyTab tab={tab} journey={journey} desk={desk} />}
            {isPending && <Skeleton lines={5} label="Reading the journey…" />}
            {error && !data && (
              <div className={styles.wait} role="alert">
                <p>{error.message}</p>
                <Button onClick={() => refetch()}>Try again</Button>
              </div>
            )}
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const words: Record<TabName, string> = { story: 'Story', replay: 'Replay', score: 'Score', staff: 'Staff' };

const tab_of = (name: TabName, is_here: boolean, { acts, deliveries }: Journey) => ({
  to: with_params({ tab: name === 'story' ? null : name, step: null }),
  word: words[name],
  is_here,
  count: name === 'staff' ? acts.length + deliveries.length || null : undefined,
});
