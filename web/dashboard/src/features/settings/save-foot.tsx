import type { UseMutationResult } from '@tanstack/react-query';
import { Button } from '../../ui/button';
import form from '../../ui/form.module.css';

/** The end of every form here: save, and what the server has against it. */
export function SaveFoot({
  save,
}: {
  save: Pick<UseMutationResult<unknown, Error, never>, 'isPending' | 'error'>;
}) {
  return (
    <>
      {save.error && (
        <p className={form.error} role="alert">
          {save.error.message}
        </p>
      )}
      <div className={form.foot}>
        <Button look="primary" type="submit" disabled={save.isPending}>
          {save.isPending ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </>
  );
}
