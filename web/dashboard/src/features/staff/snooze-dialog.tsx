import { Button } from '../../ui/button';
import form from '../../ui/form.module.css';
import { Modal } from '../../ui/modal';
import type { ActDialogProps } from './act-dialog';
import { snooze } from './acts';
import { useAct } from './use-act';

const spans = [
  [15, '15 minutes'],
  [60, '1 hour'],
  [240, '4 hours'],
  [1440, '1 day'],
  [10_080, '1 week'],
] as const;

export function SnoozeDialog({ session, on_close }: ActDialogProps) {
  const run = useAct();
  const choose = async (minutes: number) => {
    if (await run(snooze(session, minutes, Date.now()))) on_close();
  };
  return (
    <Modal title="Snooze" hint="No alerts about this visitor for" on_close={on_close}>
      <div className={form.foot}>
        {spans.map(([minutes, word]) => (
          <Button key={minutes} onClick={() => choose(minutes)}>
            {word}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
