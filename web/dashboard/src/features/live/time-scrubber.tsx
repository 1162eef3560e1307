import { ChevronLeft, ChevronRight, Pause, Play, Radio } from 'lucide-react';
import { useState } from 'react';
import { date_and_time_exact } from '../../lib/format';
import { set_params } from '../../lib/navigation';
import { useNow } from '../../lib/ticker';
import { Button } from '../../ui/button';
import styles from './time-machine.module.css';
import { usePlaying } from './use-playing';

const minute_ms = 60_000;
const speeds = [1, 10, 60] as const;
const spans = [
  [60, 'last hour'],
  [360, 'last 6 hours'],
  [1440, 'last day'],
  [10_080, 'last week'],
] as const;

/** The clock of the past: move it, play it, or come back to now. */
export function TimeScrubber({ at }: { at: string }) {
  const now = useNow();
  const time = Date.parse(at) || now;
  const age_minutes = (now - time) / minute_ms;
  const [minutes, set_minutes] = useState<number>(
    () => spans.find(([span]) => age_minutes <= span)?.[0] ?? 10_080,
  );
  const [speed, set_speed] = useState<(typeof speeds)[number]>(10);
  const [is_playing, set_playing] = useState(false);
  const back_to_now = () => set_params({ at: null });
  const go = (to: number) =>
    to >= Date.now() - 1000
      ? back_to_now()
      : set_params({ at: new Date(Math.round(to / 1000) * 1000).toISOString() });
  usePlaying(is_playing, () => go(time + speed * 1000));

  return (
    <section className={styles.machine} aria-label="Time machine">
      <p className={styles.when} role="status">
        Past: <strong>{date_and_time_exact(at)}</strong>
      </p>
      <div className={styles.controls}>
        <Button look="icon" onClick={() => go(time - minute_ms)} aria-label="One minute back">
          <ChevronLeft size={18} aria-hidden />
        </Button>
        <Button look="primary" onClick={() => set_playing(!is_playing)}>
          {is_playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
          {is_playing ? 'Pause' : 'Play'}
        </Button>
        <Button look="icon" onClick={() => go(time + minute_ms)} aria-label="One minute on">
          <ChevronRight size={18} aria-hidden />
        </Button>
        <fieldset className={styles.speeds} aria-label="Speed">
          {speeds.map((one) => (
            <button key={one} type="button" aria-pressed={speed === one} onClick={() => set_speed(one)}>
              {one}×
            </button>
          ))}
        </fieldset>
        <select
          aria-label="Span"
          value={minutes}
          onChange={(event) => set_minutes(Number(event.target.value))}
        >
          {spans.map(([span, word]) => (
            <option key={span} value={span}>
              {word}
            </option>
          ))}
        </select>
      </div>
      <Button className={styles.now} onClick={back_to_now}>
        <Radio size={16} aria-hidden />
        Back to now
      </Button>
      <input
        className={styles.slider}
        type="range"
        aria-label="Moment"
        aria-valuetext={date_and_time_exact(at)}
        min={now - minutes * minute_ms}
        max={now}
        step={10_000}
        value={time}
        onChange={(event) => go(Number(event.target.value))}
      />
    </section>
  );
}
