import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../../lib/api';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { Skeleton } from '../../ui/skeleton';
import page from './insights-page.module.css';
import styles from './section.module.css';

interface SectionProps<Type> {
  title: string;
  hint?: ReactNode;
  tools?: ReactNode;
  span?: 'wide' | 'tall';
  query: Pick<UseQueryResult<Type>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>;
  /** Whether there is nothing to tell. */
  is_empty(data: Type): boolean;
  children(data: Type): ReactNode;
}

/** One question with its answer, or why there is none. One that fails leaves the others alone. */
export function Section<Type>({ title, hint, tools, span, query, is_empty, children }: SectionProps<Type>) {
  const { data, error, refetch, isPlaceholderData } = query;
  const is_unknown = error instanceof ApiError && error.status === 404;
  return (
    <Panel title={title} hint={hint} tools={tools} className={span && page[span]}>
      <div className={isPlaceholderData ? styles.old : undefined}>
        {data !== undefined &&
          (is_empty(data) ? <p className={styles.nothing}>No visits in these days.</p> : children(data))}
        {data === undefined && !error && <Skeleton lines={4} height="2.2rem" label={`Reading ${title}…`} />}
        {data === undefined && error && (
          <div className={styles.nothing} role="alert">
            <p>{is_unknown ? 'This server cannot answer that yet.' : error.message}</p>
            {!is_unknown && <Button onClick={() => refetch()}>Try again</Button>}
          </div>
        )}
      </div>
    </Panel>
  );
}
