import type { DeliveryState } from '../../../../protocol/live';

type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'cool';

/** How far a delivery came, in a word and a sentence. */
export const delivery_states: Record<DeliveryState, { word: string; tone: Tone; text: string }> = {
  waiting: { word: 'Waiting', tone: 'cool', text: 'On its way.' },
  sent: { word: 'Sent', tone: 'cool', text: 'It left the server.' },
  shown: { word: 'Shown', tone: 'good', text: 'The visitor has it on the screen.' },
  clicked: { word: 'Clicked', tone: 'good', text: 'The visitor opened it.' },
  dismissed: { word: 'Dismissed', tone: 'warn', text: 'The visitor closed it.' },
  failed: { word: 'Failed', tone: 'bad', text: 'It could not be delivered.' },
  suppressed: { word: 'Held back', tone: 'warn', text: 'A rule kept it from being sent.' },
};

export const is_settled = (state: DeliveryState): boolean =>
  state === 'clicked' || state === 'dismissed' || state === 'failed' || state === 'suppressed';
