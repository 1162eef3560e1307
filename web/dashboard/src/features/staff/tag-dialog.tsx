import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { untouched } from '../../lib/wire';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import form from '../../ui/form.module.css';
import { Mark } from '../../ui/mark';
import { Modal } from '../../ui/modal';
import type { ActDialogProps } from './act-dialog';
import { tag } from './acts';
import styles from './tag-dialog.module.css';
import { useAct } from './use-act';

export function TagDialog({ session, on_close }: ActDialogProps) {
  const run = useAct();
  const before = (session.staff ?? untouched).tags;
  const [tags, set_tags] = useState(before);
  const [text, set_text] = useState('');

  const add = () => {
    const added = text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one && !tags.includes(one));
    set_text('');
    set_tags([...tags, ...added]);
    return [...tags, ...added];
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const next = add();
    const added = next.filter((one) => !before.includes(one));
    const removed = before.filter((one) => !next.includes(one));
    if (!added.length && !removed.length) on_close();
    else if (await run(tag(session, added, removed))) on_close();
  };

  return (
    <Modal title="Tags" on_close={on_close}>
      <form className={form.form} onSubmit={submit}>
        {tags.length > 0 && (
          <ul className={styles.tags} aria-label="Tags of this visitor">
            {tags.map((one) => (
              <li key={one}>
                <Mark tone="gold">
                  {one}
                  <button
                    type="button"
                    className={styles.remove}
                    aria-label={`Remove ${one}`}
                    onClick={() => set_tags(tags.filter((other) => other !== one))}
                  >
                    <X size={13} aria-hidden />
                  </button>
                </Mark>
              </li>
            ))}
          </ul>
        )}
        <Field
          label="Add tags"
          value={text}
          hint="Several with commas between them."
          onChange={(event) => set_text(event.target.value)}
        />
        <div className={form.foot}>
          <Button look="primary" type="submit">
            Save
          </Button>
          <Button onClick={on_close}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
