import { address_of, useGet } from '../../lib/api';
import { useSite } from '../../lib/site';
import { score_receipt } from '../../lib/wire-journey';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { ScoreReceiptTable } from '../../ui/score-receipt-table';
import { Skeleton } from '../../ui/skeleton';

/** Why this person's score is what it is. */
export function PersonReceipt({ lead_id }: { lead_id: string }) {
  const { site_id: site } = useSite();
  const path = address_of(`/api/admin/leads/${encodeURIComponent(lead_id)}/score`, { site });
  const query = useGet(path, score_receipt);
  return (
    <Panel title="The score, item by item">
      <Loaded query={query} skeleton={<Skeleton lines={4} height="2rem" />}>
        {(receipt) => <ScoreReceiptTable receipt={receipt} />}
      </Loaded>
    </Panel>
  );
}
