import { type RefObject, useEffect, useRef } from 'react';

/** Another page takes the focus, so that reading and Tab go on from its top; the first one leaves it alone. */
export function useFocusOnPage(page: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const section = page.split('/').slice(0, 3).join('/');
  const last = useRef(section);
  useEffect(() => {
    if (last.current === section) return;
    last.current = section;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [section]);
  return main;
}
