import { History } from 'lucide-react';
import { set_params } from '../../lib/navigation';
import { Button } from '../../ui/button';

const first_step_ms = 10 * 60_000;

/** Into the time machine: the board as it was ten minutes ago, and from there to any past minute. */
export function GoBack() {
  const go_back = () => set_params({ at: new Date(Date.now() - first_step_ms).toISOString() });
  return (
    <Button onClick={go_back}>
      <History size={16} aria-hidden />
      Go back in time
    </Button>
  );
}
