import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import form from '../../ui/form.module.css';
import { Modal } from '../../ui/modal';
import type { ActDialogProps } from './act-dialog';
import { type Identity, identify } from './acts';
import { useAct } from './use-act';

/** Gives an anonymous visitor a name; any of the three is enough. */
export function IdentifyDialog({ session, on_close }: ActDialogProps) {
  const run = useAct();
  const [is_empty, set_empty] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget)].map(
      ([name, value]) => [name, String(value).trim()] as const,
    );
    const identity: Identity = Object.fromEntries(given.filter(([, value]) => value));
    set_empty(Object.keys(identity).length === 0);
    if (Object.keys(identity).length === 0) return;
    if (await run(identify(session, identity))) on_close();
  };

  return (
    <Modal
      title="Identify this visitor"
      hint="What you know is enough. Earlier visits of the same person join."
      on_close={on_close}
    >
      <form className={form.form} onSubmit={submit}>
        <Field
          label="E-mail"
          name="email"
          type="email"
          autoComplete="off"
          error={is_empty ? 'Give at least one of the three.' : undefined}
        />
        <div className={form.grid}>
          <Field label="Name" name="name" autoComplete="off" />
          <Field label="Phone" name="phone" type="tel" autoComplete="off" />
        </div>
        <div className={form.foot}>
          <Button look="primary" type="submit">
            Identify
          </Button>
          <Button onClick={on_close}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
