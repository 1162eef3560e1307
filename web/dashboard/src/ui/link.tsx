import type { ComponentProps, MouseEvent } from 'react';
import { navigate } from '../lib/navigation';

interface LinkProps extends ComponentProps<'a'> {
  to: string;
}

/** A link within the dashboard: opens without a reload, and in a new tab as any other. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0)
      return;
    event.preventDefault();
    navigate(to);
  };
  return <a href={to} onClick={follow} {...rest} />;
}
