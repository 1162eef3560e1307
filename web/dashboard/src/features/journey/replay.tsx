import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { JourneyStep } from '../../../../protocol/live';
import { event_name, time_of_day } from '../../lib/format';
import { Button } from '../../ui/button';
import styles from './replay.module.css';
import { ReplayCard } from './replay-card';
import { speeds } from './replay-clock';
import { useReplay } from './use-replay';

/** The visit again, page by page. */
export function Replay({ steps }: { steps: JourneyStep[] }) {
  const { index, is_playing, speed, set_speed, go, toggle } = useReplay(steps);
  const step = steps[index];
  if (!step) return <p className={styles.nothing}>There is nothing to replay yet.</p>;

  const on_key = (event: KeyboardEvent) => {
    const is_control = event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement;
    if (event.key === ' ' && !is_control) toggle();
    else if (event.key === 'ArrowRight' && !(event.target instanceof HTMLInputElement)) go(index + 1);
    else if (event.key === 'ArrowLeft' && !(event.target instanceof HTMLInputElement)) go(index - 1);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the player, on top of its buttons.
    <div className={styles.replay} onKeyDown={on_key}>
      <ReplayCard steps={steps} index={index} />
      <p className="sr-only" aria-live="polite">
        {!is_playing && `Step ${index + 1} of ${steps.length}: ${event_name(step.type)}`}
      </p>
      <div className={styles.controls}>
        <Button look="icon" disabled={index === 0} onClick={() => go(index - 1)} aria-label="Step back">
          <SkipBack size={18} aria-hidden />
        </Button>
        <Button look="primary" onClick={toggle}>
          {is_playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
          {is_playing ? 'Pause' : 'Play'}
        </Button>
        <Button
          look="icon"
          disabled={index === steps.length - 1}
          onClick={() => go(index + 1)}
          aria-label="Step on"
        >
          <SkipForward size={18} aria-hidden />
        </Button>
        <fieldset className={styles.speeds} aria-label="Speed">
          {speeds.map((one) => (
            <button key={one} type="button" aria-pressed={speed === one} onClick={() => set_speed(one)}>
              {one}×
            </button>
          ))}
        </fieldset>
        <span className={styles.where}>
          {index + 1} / {steps.length}
        </span>
      </div>
      <input
        className={styles.slider}
        type="range"
        aria-label="Step of the visit"
        aria-valuetext={`${event_name(step.type)}, ${time_of_day(step.timestamp)}`}
        min={0}
        max={steps.length - 1}
        value={index}
        onChange={(event) => go(Number(event.target.value))}
      />
    </div>
  );
}
