import { History } from 'lucide-react';
import { set_params } from '../../lib/navigation';
import { Button } from '../../ui/button';
import styles from './time-machine.module.css';
import { TimeScrubber } from './time-scrubber';

const first_step_ms = 10 * 60_000;

/** A way back to any past minute of the board. */
export function TimeMachine({ at }: { at: string | null }) {
  if (at) return <TimeScrubber at={at} />;
  const go_back = () => set_params({ at: new Date(Date.now() - first_step_ms).toISOString() });
  return (
    <Button className={styles.open} onClick={go_back}>
      <History size={16} aria-hidden />
      Go back in time
    </Button>
  );
}
