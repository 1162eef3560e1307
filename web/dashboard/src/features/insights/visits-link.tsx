import type { ReactNode } from 'react';
import { Link } from '../../ui/link';
import table from '../../ui/table.module.css';
import { visits_page } from './use-insight';

/** A figure that leads to the visits it counts. */
export function VisitsLink({
  visits,
  children,
  label,
}: {
  visits: string | null;
  children: ReactNode;
  label?: string;
}) {
  const to = visits_page(visits);
  if (!to) return <>{children}</>;
  return (
    <Link to={to} className={table.link} {...(label && { 'aria-label': label })}>
      {children}
    </Link>
  );
}
