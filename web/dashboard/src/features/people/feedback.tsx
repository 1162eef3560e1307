import { useMutation } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { address_of, send } from '../../lib/api';
import { flag, maybe, object } from '../../lib/shape';
import { useSite } from '../../lib/site';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import styles from './person-page.module.css';

const shape = object({ real: maybe(flag) });

/** Whether the score was right. The weekly precision of “hot” is made of these answers. */
export function Feedback({ lead_id }: { lead_id: string }) {
  const { site_id: site } = useSite();
  const feedback = useMutation({
    mutationFn: (real: boolean) =>
      send({
        method: 'POST',
        path: address_of(`/api/admin/leads/${encodeURIComponent(lead_id)}/feedback`, { site }),
        body: { real },
        shape,
      }),
  });
  const said = feedback.isSuccess ? feedback.variables : undefined;
  return (
    <Panel title="Is this a real lead?" hint="Your answer shows how well the score does its work.">
      <div className={styles.feedback}>
        <Button
          aria-pressed={said === true}
          disabled={feedback.isPending}
          onClick={() => feedback.mutate(true)}
        >
          <ThumbsUp size={16} aria-hidden />
          Real
        </Button>
        <Button
          aria-pressed={said === false}
          disabled={feedback.isPending}
          onClick={() => feedback.mutate(false)}
        >
          <ThumbsDown size={16} aria-hidden />
          Not real
        </Button>
        <p role="status">
          {feedback.isSuccess && 'Thank you, it is kept.'}
          {feedback.error?.message}
        </p>
      </div>
    </Panel>
  );
}
