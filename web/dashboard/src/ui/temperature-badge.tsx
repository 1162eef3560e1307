import { Flame, Snowflake, Sun } from 'lucide-react';
import type { ScoreCategory } from '../../../protocol/live';
import styles from './temperature-badge.module.css';

const words = { hot: 'Hot', warm: 'Warm', cold: 'Cold' };
const icons = { hot: Flame, warm: Sun, cold: Snowflake };

/** Icon and word, so that the colour is never the only sign. */
export function TemperatureBadge({ category }: { category: ScoreCategory }) {
  const Icon = icons[category];
  return (
    <span className={`${styles.badge} ${styles[category]}`}>
      <Icon size={14} aria-hidden />
      {words[category]}
    </span>
  );
}
