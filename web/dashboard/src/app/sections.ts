import {
  Bell,
  ChartNoAxesCombined,
  House,
  type LucideIcon,
  Radio,
  Settings,
  Table2,
  Users,
} from 'lucide-react';

export interface Section {
  path: string;
  word: string;
  Icon: LucideIcon;
  /** The key that follows "g". */
  key: string;
  /** Whether a phone's bar has room for it; the rest is behind "More". */
  is_first: boolean;
}

export const sections: readonly Section[] = [
  { path: '/live', word: 'Live', Icon: Radio, key: 'l', is_first: true },
  { path: '/visits', word: 'Visits', Icon: Table2, key: 'v', is_first: true },
  { path: '/people', word: 'People', Icon: Users, key: 'p', is_first: true },
  { path: '/insights', word: 'Insights', Icon: ChartNoAxesCombined, key: 'i', is_first: true },
  { path: '/properties', word: 'Properties', Icon: House, key: 'h', is_first: false },
  { path: '/alerts', word: 'Alerts', Icon: Bell, key: 'a', is_first: false },
  { path: '/settings', word: 'Settings', Icon: Settings, key: 's', is_first: false },
];

export const section_of = (path: string): Section =>
  sections.find((one) => path === one.path || path.startsWith(`${one.path}/`)) ?? (sections[0] as Section);
