import type { FormEvent } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import { Button } from '../../ui/button';
import { note } from './acts';
import styles from './note-form.module.css';
import { useAct } from './use-act';

export function NoteForm({ session }: { session: LiveSession }) {
  const run = useAct();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const target = event.currentTarget;
    const text = String(new FormData(target).get('text')).trim();
    if (text && (await run(note(session, text)))) target.reset();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <input
        name="text"
        aria-label="A note for colleagues"
        placeholder="A note for colleagues"
        maxLength={2000}
        required
      />
      <Button type="submit">Add</Button>
    </form>
  );
}
