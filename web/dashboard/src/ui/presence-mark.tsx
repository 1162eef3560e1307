import { CircleDot, EyeOff, LogOut, type LucideIcon, Moon } from 'lucide-react';
import type { Presence } from '../../../protocol/live';
import styles from './presence-mark.module.css';

const marks: Record<Exclude<Presence, 'unknown'>, { word: string; Icon: LucideIcon; hint: string }> = {
  visible: { word: 'Here', Icon: CircleDot, hint: 'The page is on their screen' },
  hidden: { word: 'Other tab', Icon: EyeOff, hint: 'The page is open, another one is on their screen' },
  idle: { word: 'Idle', Icon: Moon, hint: 'No sign of the visitor for a while' },
  left: { word: 'Left', Icon: LogOut, hint: 'The last tab was closed' },
};

/** Whether the visitor looks at the page: icon and word. Nothing where their browser does not tell. */
export function PresenceMark({
  presence,
  tabs,
}: {
  presence: Presence | undefined;
  tabs?: number | null | undefined;
}) {
  if (!presence || presence === 'unknown') return null;
  const { word, Icon, hint } = marks[presence];
  return (
    <span className={`${styles.mark} ${styles[presence]}`} title={hint}>
      <Icon size={14} aria-hidden />
      {word}
      {tabs && tabs > 1 && presence !== 'left' ? `, ${tabs} tabs` : ''}
    </span>
  );
}
