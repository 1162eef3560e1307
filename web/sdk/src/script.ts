/** The script tag: reads its own attributes, takes the global's place, and runs the calls that came before it. */

import type { Sojourn } from '../sojourn';
import { init, type Settings } from './core';

const { src, dataset } = document.currentScript as HTMLScriptElement;
const calls = (self.sojourn as unknown as { q?: Parameters<Sojourn>[] } | undefined)?.q;

self.sojourn = init({ api: new URL(src).origin, ...dataset } as unknown as Settings, (...begun) =>
  // @ts-expect-error: built beside this script, and resolved against its address.
  import('./sojourn-page.mjs').then((part) => part.watch(...begun)).catch(() => {}),
);

calls?.map((call) => (self.sojourn as Sojourn)(...call));
