/** What a visitor's page and the server say to each other over `/ws/page`. Examples: the JSON files in `page/`. */

import type { Tab } from './visits';

/** A property as a card shows it. `url` and `image` are addresses on the site's own pages. */
export interface CardProperty {
  id: string;
  address: string | null;
  city: string | null;
  state: string | null;
  price: number | null;
  /** Such as `USD`; without it the price is a plain number. */
  currency?: string | null;
  bedrooms?: number | null;
  type?: string | null;
  url?: string | null;
  image?: string | null;
}

/** Something that staff send to the visitor's page. */
export interface CardMessage {
  type: 'card';
  delivery_id: string;
  kind: 'property' | 'invite';
  property: CardProperty | null;
  note: string | null;
  /** Who sends it. */
  from: string | null;
}

export type PageServerMessage =
  | { type: 'welcome' }
  | CardMessage
  | { type: 'ended'; session_id: string; reason: string };

export type PageClientMessage =
  | { type: 'hello'; session_id: string; session_key: string; tab: string; state: Tab['state'] }
  | { type: 'tab'; state: Tab['state'] }
  | { type: 'card'; delivery_id: string; state: 'shown' | 'clicked' | 'dismissed' };
