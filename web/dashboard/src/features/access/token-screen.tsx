import { type FormEvent, useId } from 'react';
import { set_access, useAccess } from '../../lib/access';
import { Button } from '../../ui/button';
import { Wordmark } from '../../ui/wordmark';
import styles from './token-screen.module.css';

/** Asks for a token where no link brought one. */
export function TokenScreen() {
  const { message, site } = useAccess();
  const field = useId();

  const open = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get('token')).trim();
    if (token) set_access(token, site);
  };

  return (
    <main className={styles.screen}>
      <form className={styles.card} onSubmit={open}>
        <Wordmark />
        <h1>Open the dashboard</h1>
        <p>
          Follow the link that the server printed when it started, or paste a token made with{' '}
          <code>sojourn token create</code>.
        </p>
        {message && (
          <p className={styles.message} role="alert">
            {message}
          </p>
        )}
        <label htmlFor={field}>Access token</label>
        <input id={field} name="token" type="password" autoComplete="off" spellCheck={false} required />
        <Button look="primary" type="submit">
          Open
        </Button>
      </form>
    </main>
  );
}
