import type { ReactNode } from 'react';
import type { Journey } from '../../../../protocol/live';
import { JourneyScore } from './journey-score';
import { JourneyStory } from './journey-story';
import { Replay } from './replay';

export const tab_names = ['story', 'replay', 'score', 'staff'] as const;
export type TabName = (typeof tab_names)[number];

interface JourneyTabProps {
  tab: TabName;
  journey: Journey;
  desk(journey: Journey): ReactNode;
}

export function JourneyTab({ tab, journey, desk }: JourneyTabProps) {
  if (tab === 'replay') return <Replay steps={journey.timeline} />;
  if (tab === 'score') return <JourneyScore journey={journey} />;
  if (tab === 'staff') return desk(journey);
  return <JourneyStory journey={journey} />;
}
