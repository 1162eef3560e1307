import type { LiveSession } from '../../../../protocol/live';
import { Store, useStore } from '../../lib/store';

export type ActKind = 'identify' | 'send-property' | 'invite' | 'note' | 'tag' | 'snooze';

export interface OpenAct {
  kind: ActKind;
  session: LiveSession;
}

/** The action whose dialog is open. It outlives the row it was opened from. */
const open = new Store<OpenAct | null>(null);

export const useOpenAct = (): OpenAct | null => useStore(open);
export const open_act = (kind: ActKind, session: LiveSession): void => open.set({ kind, session });
export const close_act = (): void => open.set(null);
