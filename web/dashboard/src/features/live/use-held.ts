import { type FocusEvent, type PointerEvent, useState } from 'react';

/** Whether somebody points at the list or works in it by keyboard. */
export function useHeld() {
  const [is_pointed, set_pointed] = useState(false);
  const [is_focused, set_focused] = useState(false);
  const handlers = {
    onPointerEnter: (event: PointerEvent) => event.pointerType !== 'touch' && set_pointed(true),
    onPointerDown: () => set_pointed(true),
    onPointerLeave: () => set_pointed(false),
    onFocus: () => set_focused(true),
    onBlur: (event: FocusEvent<HTMLElement>) => {
      if (!event.currentTarget.contains(event.relatedTarget)) set_focused(false);
    },
  };
  return { is_held: is_pointed || is_focused, handlers };
}
