/**
 * What we asked the server to do with a visit, shown at once. It covers what the server last said until the server
 * says something newer, or refuses.
 */

import type { LiveSession } from '../../../protocol/live';
import { Store, useStore } from './store';

export interface Overlay {
  part: Partial<LiveSession>;
  /** Before this moment the server's word is older than ours. */
  at: number;
  is_settled: boolean;
}

const overlays = new Store<ReadonlyMap<string, Overlay>>(new Map());

export const useOverlays = (): ReadonlyMap<string, Overlay> => useStore(overlays);

export function cover(session_id: string, part: Partial<LiveSession>, is_settled = false): void {
  const before = overlays.get().get(session_id);
  const next = { part: { ...before?.part, ...part }, at: Date.now(), is_settled };
  overlays.set(new Map(overlays.get()).set(session_id, next));
}

export function uncover(session_id: string): void {
  const left = new Map(overlays.get());
  if (left.delete(session_id)) overlays.set(left);
}

export function covered<Session extends Partial<LiveSession>>(
  session: Session,
  told_at: number,
  overlay: Overlay | undefined,
): Session {
  if (!overlay || (overlay.is_settled && told_at > overlay.at)) return session;
  return { ...session, ...overlay.part };
}
