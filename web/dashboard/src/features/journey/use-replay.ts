import { useEffect, useState } from 'react';
import type { JourneyStep } from '../../../../protocol/live';
import { set_params, useParams } from '../../lib/navigation';
import { wait_ms } from './replay-clock';

/** Where the replay stands is in the address; whether it runs is not. */
export function useReplay(steps: readonly JourneyStep[]) {
  const asked = Number(useParams().get('step') ?? 1) - 1;
  const last = steps.length - 1;
  const index = Math.max(0, Math.min(last, Number.isInteger(asked) ? asked : 0));
  const [is_playing, set_playing] = useState(false);
  const [speed, set_speed] = useState(4);
  const is_running = is_playing && index < last;
  const go = (to: number) => set_params({ step: Math.max(0, Math.min(last, to)) + 1 });

  useEffect(() => {
    if (!is_running) return;
    const timer = setTimeout(() => set_params({ step: index + 2 }), wait_ms(steps, index, speed));
    return () => clearTimeout(timer);
  }, [is_running, index, speed, steps]);

  const toggle = () => {
    if (!is_running && index === last) go(0);
    set_playing(!is_running);
  };
  return { index, is_playing: is_running, speed, set_speed, go, toggle };
}
