import { BellRing, Check, Clock, Hand, House, MessageCircle, Tag, UserRoundPlus } from 'lucide-react';
import type { LiveSession } from '../../../../protocol/live';
import { ago } from '../../lib/format';
import { untouched } from '../../lib/wire';
import { Button } from '../../ui/button';
import { Mark } from '../../ui/mark';
import { claim, finish, follow, release, wake } from './acts';
import { open_act } from './open-act';
import styles from './staff-bar.module.css';
import StaffMenu from './staff-menu';
import { useAct } from './use-act';

/** How things stand, and what to do next. */
export function StaffBar({ session, now }: { session: LiveSession; now: number }) {
  const run = useAct();
  const staff = session.staff ?? untouched;
  return (
    <div className={styles.bar}>
      <div className={styles.state}>
        <p>
          {staff.claimed_by_me && 'You care for this visitor.'}
          {!staff.claimed_by_me && staff.claimed_by && `${staff.claimed_by} cares for this visitor.`}
          {!staff.claimed_by && 'Nobody has claimed this visitor.'}
        </p>
        {staff.done_at && <Mark tone="good">Done {ago(staff.done_at, now)}</Mark>}
        {staff.snoozed_until && <Mark tone="cool">Snoozed, wakes {ago(staff.snoozed_until, now)}</Mark>}
        {staff.is_followed && <Mark tone="gold">Followed</Mark>}
        {staff.tags.map((tag) => (
          <Mark key={tag}>{tag}</Mark>
        ))}
      </div>
      <div className={styles.acts}>
        <Button
          look={staff.claimed_by_me ? 'quiet' : 'primary'}
          onClick={() => run(staff.claimed_by_me ? release(session) : claim(session))}
        >
          <Hand size={16} aria-hidden />
          {staff.claimed_by_me ? 'Release' : 'Claim'}
        </Button>
        {session.is_anonymous && (
          <Button onClick={() => open_act('identify', session)}>
            <UserRoundPlus size={16} aria-hidden />
            Identify
          </Button>
        )}
        <Button onClick={() => open_act('send-property', session)}>
          <House size={16} aria-hidden />
          Send property
        </Button>
        <Button onClick={() => open_act('invite', session)}>
          <MessageCircle size={16} aria-hidden />
          Invite
        </Button>
        <Button onClick={() => open_act('tag', session)}>
          <Tag size={16} aria-hidden />
          Tags
        </Button>
        <Button aria-pressed={staff.is_followed} onClick={() => run(follow(session, !staff.is_followed))}>
          <BellRing size={16} aria-hidden />
          {staff.is_followed ? 'Following' : 'Follow'}
        </Button>
        <Button onClick={() => (staff.snoozed_until ? run(wake(session)) : open_act('snooze', session))}>
          <Clock size={16} aria-hidden />
          {staff.snoozed_until ? 'Wake' : 'Snooze'}
        </Button>
        <Button onClick={() => run(finish(session, Date.now()))}>
          <Check size={16} aria-hidden />
          Done
        </Button>
        <StaffMenu session={session} has_journey={false} />
      </div>
    </div>
  );
}
