/**
 * Shows the cards that staff send, one after the other. Every tab hears of every card; the one in view claims it in the
 * stored value under the tabs' lock, so that a card is shown once.
 */

import type { CardMessage } from '../../protocol/page';
import { draw_card } from './card';
import type { Stored } from './stored';
import { quiet, type Watch } from './watch';

export const waiting_max = 5;
/** Deliveries that are remembered as shown. */
export const remembered_max = 50;

type State = 'shown' | 'clicked' | 'dismissed';
type Update = (work: (stored: Stored) => unknown) => void;

/** Answers what takes a card from the server. */
export function show_cards(
  { listen, every_second, signal }: Watch,
  update: Update,
  report: (delivery_id: string, state: State) => void,
): (card: CardMessage) => void {
  let waiting: CardMessage[] = [];
  let is_busy = false;
  let remove: (() => void) | undefined;

  const done = (): void => {
    is_busy = false;
    remove = undefined;
    next();
  };

  const show = (card: CardMessage): void => {
    if (signal.aborted) return;
    remove = draw_card(card, (state) => {
      report(card.delivery_id, state);
      done();
    });
    report(card.delivery_id, 'shown');
  };

  const next = (): void => {
    if (is_busy || document.hidden) return;
    const card = waiting.shift();
    if (!card) return;
    is_busy = true;
    update((stored) => {
      const shown = stored.cards ?? [];
      const is_mine = !shown.includes(card.delivery_id);
      if (is_mine) stored.cards = [...shown, card.delivery_id].slice(-remembered_max);
      // The page's own failures may not hold up the tabs' lock.
      setTimeout(quiet(is_mine ? () => show(card) : done));
    });
  };

  listen('visibilitychange', next, document);
  every_second(next);
  signal.addEventListener('abort', () => remove?.());
  return (card) => {
    const is_known = waiting.some(({ delivery_id }) => delivery_id === card.delivery_id);
    if (!is_known) waiting = [...waiting, card].slice(-waiting_max);
    next();
  };
}
