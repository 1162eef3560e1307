import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LiveSession } from '../../../../protocol/live';
import type { Board } from '../../lib/live-board';
import { useShortcuts } from '../../lib/shortcuts';
import { ChangesPill } from './changes-pill';
import { move_focus } from './move-focus';
import { part_around } from './part-around';
import { useHeld } from './use-held';
import { useRowHeight } from './use-row-height';
import { useRows } from './use-rows';
import { VisitRow } from './visit-row';
import styles from './visit-rows.module.css';

const settle_ms = 120;

interface VisitRowsProps {
  board: Board;
  actions(session: LiveSession): ReactNode;
  /** Tells which part of the list is on the screen. */
  on_part(offset: number, limit: number): void;
}

/** A list of any length of which only what is on the screen exists. */
export function VisitRows({ board, actions, on_part }: VisitRowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const { is_held, handlers } = useHeld();
  const { at, total, waiting, fresh, show_changes } = useRows(board, is_held);
  const height = useRowHeight();
  const [top, set_top] = useState(0);
  // Filters above the list come and go.
  useLayoutEffect(() => set_top(list.current?.offsetTop ?? 0));

  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: top,
  });
  useLayoutEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const { offset, limit } = part_around(items[0]?.index ?? 0, items[items.length - 1]?.index ?? 0);
  useEffect(() => {
    const timer = setTimeout(() => on_part(offset, limit), settle_ms);
    return () => clearTimeout(timer);
  }, [offset, limit]);

  useShortcuts({
    j: () => move_focus(list.current, 1),
    k: () => move_focus(list.current, -1),
    '.': show_changes,
  });

  return (
    <>
      <ChangesPill waiting={waiting} on_show={show_changes} />
      <ul
        ref={list}
        className={`${styles.rows} ${is_held ? '' : styles.moving}`}
        aria-label="Visits"
        style={{ height: virtual.getTotalSize() }}
        {...handlers}
      >
        {items.map(({ index, start }) => {
          const row = at.get(index);
          return (
            <li
              key={row?.session.session_id ?? `row ${index}`}
              className={`${styles.row} ${row && fresh.has(row.session.session_id) ? styles.fresh : ''}`}
              style={{ height, transform: `translateY(${start - top}px)` }}
              aria-setsize={total}
              aria-posinset={index + 1}
            >
              {row ? (
                <VisitRow session={row.session} is_gone={row.is_gone} actions={actions} />
              ) : (
                <div className={styles.unknown} aria-hidden />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
