import type { FormEvent } from 'react';
import { visitor_name } from '../../lib/format';
import { AreaField } from '../../ui/area-field';
import { Button } from '../../ui/button';
import form from '../../ui/form.module.css';
import { Modal } from '../../ui/modal';
import type { ActDialogProps } from './act-dialog';
import { note } from './acts';
import { useAct } from './use-act';

export function NoteDialog({ session, on_close }: ActDialogProps) {
  const run = useAct();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text')).trim();
    if (text && (await run(note(session, text)))) on_close();
  };
  return (
    <Modal
      title={`Note on ${visitor_name(session)}`}
      hint="Colleagues see it; the visitor does not."
      on_close={on_close}
    >
      <form className={form.form} onSubmit={submit}>
        <AreaField label="Note" name="text" maxLength={2000} required />
        <div className={form.foot}>
          <Button look="primary" type="submit">
            Keep the note
          </Button>
          <Button onClick={on_close}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
