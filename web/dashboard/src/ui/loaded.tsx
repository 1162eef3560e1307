import type { UseQueryResult } from '@tanstack/react-query';
import { CloudOff, Construction } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../lib/api';
import { Button } from './button';
import { Notice } from './notice';
import { Skeleton } from './skeleton';

interface LoadedProps<Type> {
  query: Pick<UseQueryResult<Type>, 'data' | 'error' | 'refetch'>;
  skeleton?: ReactNode;
  children(data: Type): ReactNode;
}

/** An answer with all that may come before it or in its place. An answer that cannot be renewed stays. */
export function Loaded<Type>({ query, skeleton = <Skeleton />, children }: LoadedProps<Type>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (!error) return skeleton;
  const is_unknown = error instanceof ApiError && error.status === 404;
  return (
    <Notice
      icon={is_unknown ? <Construction aria-hidden /> : <CloudOff aria-hidden />}
      title={is_unknown ? 'Nothing to be found here' : 'This could not be read'}
    >
      <p role="alert">{error.message}</p>
      <Button look="primary" onClick={() => refetch()}>
        Try again
      </Button>
    </Notice>
  );
}
