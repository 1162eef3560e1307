import { Bot, Check, Clock, Eye, Hand, RotateCcw, Star, TriangleAlert } from 'lucide-react';
import type { LiveSession } from '../../../../protocol/live';
import { event_name, others_looking } from '../../lib/format';
import { Mark } from '../../ui/mark';
import styles from './visit-marks.module.css';

/** What stands out about a visit: trouble, colleagues, what staff did. Nothing where nothing does. */
export function VisitMarks({ session }: { session: LiveSession }) {
  const { staff, struggles = [], lane, lane_reason, is_returning } = session;
  const watchers = others_looking(session.watchers);
  const marks = [
    struggles.length > 0 && (
      <Mark key="struggling" tone="bad" title={struggles.map(event_name).join(', ')}>
        <TriangleAlert size={13} aria-hidden />
        Struggling: {struggles.map((one) => event_name(one).toLowerCase()).join(', ')}
      </Mark>
    ),
    watchers.length > 0 && (
      <Mark key="watched" tone="cool">
        <Eye size={13} aria-hidden />
        {watchers.join(', ')} {watchers.length === 1 ? 'is' : 'are'} looking
      </Mark>
    ),
    staff?.claimed_by && (
      <Mark key="claimed" tone="good">
        <Hand size={13} aria-hidden />
        {staff.claimed_by_me ? 'Yours' : staff.claimed_by}
      </Mark>
    ),
    staff?.is_followed && (
      <Mark key="followed" tone="gold">
        <Star size={13} aria-hidden />
        Followed
      </Mark>
    ),
    staff?.snoozed_until && (
      <Mark key="snoozed" tone="cool">
        <Clock size={13} aria-hidden />
        Snoozed
      </Mark>
    ),
    staff?.done_at && (
      <Mark key="done" tone="good">
        <Check size={13} aria-hidden />
        Done
      </Mark>
    ),
    is_returning && (
      <Mark key="returning">
        <RotateCcw size={12} aria-hidden />
        Returning
      </Mark>
    ),
    lane === 'bots' && (
      <Mark key="bot" tone="warn">
        <Bot size={14} aria-hidden />
        {lane_reason ?? 'Taken for a bot'}
      </Mark>
    ),
    ...(staff?.tags ?? []).map((tag) => <Mark key={`tag ${tag}`}>{tag}</Mark>),
  ].filter(Boolean);
  return marks.length > 0 && <div className={styles.marks}>{marks}</div>;
}
