import type { FormEvent } from 'react';
import { AreaField } from '../../ui/area-field';
import { Button } from '../../ui/button';
import form from '../../ui/form.module.css';
import { Modal } from '../../ui/modal';
import type { ActDialogProps } from './act-dialog';
import { DeliveryNow } from './delivery-now';
import { refusal } from './use-act';
import { useDeliver } from './use-deliver';

/** Shows a card with a few words on the visitor's page. */
export function InviteDialog({ session, on_close }: ActDialogProps) {
  const deliver = useDeliver(session.session_id);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text')).trim();
    deliver.mutate({ path: 'invite', body: text ? { text } : {} });
  };
  return (
    <Modal
      title="Invite to talk"
      hint="A card appears on the page the visitor is looking at."
      on_close={on_close}
    >
      <form className={form.form} onSubmit={submit}>
        <AreaField
          label="Words on the card"
          name="text"
          defaultValue="Can I help you find the right home?"
          maxLength={500}
        />
        {deliver.error && (
          <p className={form.error} role="alert">
            {refusal(deliver.error)}
          </p>
        )}
        {deliver.data && <DeliveryNow session_id={session.session_id} first={deliver.data} />}
        <div className={form.foot}>
          {!deliver.data && (
            <Button look="primary" type="submit" disabled={deliver.isPending}>
              Invite
            </Button>
          )}
          <Button onClick={on_close}>{deliver.data ? 'Close' : 'Cancel'}</Button>
        </div>
      </form>
    </Modal>
  );
}
