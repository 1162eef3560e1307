import { type FormEvent, useState } from 'react';
import { address_of, useGet } from '../../lib/api';
import { visitor_name } from '../../lib/format';
import { useSite } from '../../lib/site';
import { interest, recommendations } from '../../lib/wire-journey';
import { AreaField } from '../../ui/area-field';
import { Button } from '../../ui/button';
import form from '../../ui/form.module.css';
import { Modal } from '../../ui/modal';
import type { ActDialogProps } from './act-dialog';
import { DeliveryNow } from './delivery-now';
import { PropertyChoice } from './property-choice';
import styles from './send-property-dialog.module.css';
import { refusal } from './use-act';
import { useDeliver } from './use-deliver';

const channels = [
  ['on_site', 'On their page, now'],
  ['email', 'By e-mail'],
] as const;

/** Chooses a property, the way it goes, and a few words; then shows what became of it. */
export function SendPropertyDialog({ session, on_close }: ActDialogProps) {
  const { site_id: site } = useSite();
  const { session_id, lead_email } = session;
  const recommended = useGet(
    address_of(`/api/admin/sessions/${encodeURIComponent(session_id)}/recommendations`, { site, limit: 5 }),
    recommendations,
  );
  const popular = useGet(address_of('/api/admin/interest', { site, limit: 50 }), interest);
  const [chosen, set_chosen] = useState(session.current_property?.id ?? '');
  const [channel, set_channel] = useState<string>(lead_email ? 'email' : 'on_site');
  const deliver = useDeliver(session_id);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get('note')).trim();
    if (chosen)
      deliver.mutate({
        path: 'send-property',
        body: { property_id: chosen, channel, ...(note && { note }) },
      });
  };

  return (
    <Modal title="Send a property" hint={`To ${visitor_name(session)}`} on_close={on_close}>
      <form className={form.form} onSubmit={submit}>
        <PropertyChoice
          recommended={recommended.data?.recommendations ?? []}
          others={[
            ...(session.current_property ? [session.current_property] : []),
            ...(popular.data?.properties.map((one) => one.property) ?? []),
          ]}
          chosen={chosen}
          on_choose={set_chosen}
        />
        <fieldset className={form.group}>
          <legend>How</legend>
          <div className={styles.channels}>
            {channels.map(([value, word]) => (
              <label key={value} className={styles.channel}>
                <input
                  type="radio"
                  name="channel"
                  value={value}
                  checked={channel === value}
                  disabled={value === 'email' && !lead_email}
                  onChange={() => set_channel(value)}
                />
                {word}
              </label>
            ))}
          </div>
          {!lead_email && <p className={styles.why}>There is no e-mail address of this visitor yet.</p>}
        </fieldset>
        <AreaField label="A few words with it" name="note" maxLength={1000} rows={2} />
        {deliver.error && (
          <p className={form.error} role="alert">
            {refusal(deliver.error)}
          </p>
        )}
        {deliver.data && <DeliveryNow session_id={session_id} first={deliver.data} />}
        <div className={form.foot}>
          {!deliver.data && (
            <Button look="primary" type="submit" disabled={!chosen || deliver.isPending}>
              {chosen ? `Send property` : 'Choose a property'}
            </Button>
          )}
          <Button onClick={on_close}>{deliver.data ? 'Close' : 'Cancel'}</Button>
        </div>
      </form>
    </Modal>
  );
}
