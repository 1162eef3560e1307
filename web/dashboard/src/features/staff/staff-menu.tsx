import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { LiveSession } from '../../../../protocol/live';
import { visitor_name } from '../../lib/format';
import { journey_path, navigate } from '../../lib/navigation';
import { untouched } from '../../lib/wire';
import { Button } from '../../ui/button';
import { claim, finish, follow, move, release, unidentify, wake } from './acts';
import { open_act } from './open-act';
import styles from './staff-menu.module.css';
import { useAct } from './use-act';

/** Everything one can do with a visit, in one place. */
export default function StaffMenu({
  session,
  has_journey = true,
}: {
  session: LiveSession;
  has_journey?: boolean;
}) {
  const run = useAct();
  const staff = session.staff ?? untouched;
  const is_bot = session.lane === 'bots';
  const dialog = (kind: Parameters<typeof open_act>[0]) => () => open_act(kind, session);
  const items: (readonly [word: string, act: () => void] | null)[] = [
    has_journey ? ['View journey', () => navigate(journey_path(session.session_id))] : null,
    session.is_anonymous ? ['Identify…', dialog('identify')] : ['Send a property…', dialog('send-property')],
    session.is_anonymous ? ['Show a property…', dialog('send-property')] : null,
    ['Invite to talk…', dialog('invite')],
    staff.claimed_by_me ? ['Release', () => run(release(session))] : ['Claim', () => run(claim(session))],
    ['Add a note…', dialog('note')],
    ['Tags…', dialog('tag')],
    staff.is_followed
      ? ['Stop following', () => run(follow(session, false))]
      : ['Follow: tell me of the next visit', () => run(follow(session, true))],
    staff.snoozed_until ? ['Wake', () => run(wake(session))] : ['Snooze…', dialog('snooze')],
    ['Done', () => run(finish(session, Date.now()))],
    is_bot
      ? ['Move to people', () => run(move(session, 'people'))]
      : ['Move to bots', () => run(move(session, 'bots'))],
    session.is_anonymous ? null : ['Un-identify', () => run(unidentify(session))],
  ];
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button look="icon" aria-label={`Actions for ${visitor_name(session)}`} />}>
        <Ellipsis size={18} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner} sideOffset={6} align="end">
          <Menu.Popup className={styles.menu}>
            {items.map(
              (item) =>
                item && (
                  <Menu.Item key={item[0]} className={styles.item} onClick={item[1]}>
                    {item[0]}
                  </Menu.Item>
                ),
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
