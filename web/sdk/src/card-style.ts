/** The card's own style sheet; see `card.ts`. */

export const card_style = `
:host { all: initial !important }
* { box-sizing: border-box; margin: 0 }
.card {
  --ground: #fff; --ink: #1b2430; --soft: #5a6675; --line: #e1e5ea; --accent: #14365f; --on-accent: #fff;
  position: fixed; z-index: 2147483647; right: max(20px, env(safe-area-inset-right)); bottom: max(20px, env(safe-area-inset-bottom));
  display: flex; flex-direction: column; gap: 4px;
  width: min(340px, calc(100vw - 24px)); max-height: calc(100vh - 40px); padding: 18px; overflow: auto;
  color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 16px;
  box-shadow: 0 18px 50px rgb(10 20 35 / .22);
  font: 16px/1.45 system-ui, "Segoe UI", sans-serif; text-align: start; overflow-wrap: anywhere;
  animation: come .28s cubic-bezier(.2, .8, .2, 1);
}
.picture { display: block; width: calc(100% + 36px); height: 170px; margin: -18px -18px 12px; object-fit: cover; background: var(--line) }
.from { padding-inline-end: 40px; color: var(--soft); font-size: 14px }
.picture + .from { padding-inline-end: 0 }
.title { padding-inline-end: 40px; font-size: 19px; font-weight: 650; line-height: 1.25 }
.from + .title { padding-inline-end: 0 }
.place { color: var(--soft); font-size: 15px }
.price { font-size: 18px; font-weight: 650; font-variant-numeric: tabular-nums }
.note { margin-top: 8px; padding-inline-start: 12px; border-inline-start: 3px solid var(--line); white-space: pre-line }
.action, .close { min-height: 44px; border: 0; border-radius: 10px; font: inherit; cursor: pointer }
.action { display: grid; place-items: center; margin-top: 14px; padding: 0 20px; color: var(--on-accent); background: var(--accent); font-weight: 600; text-decoration: none }
.action:hover { filter: brightness(1.15) }
.close { position: absolute; top: 6px; inset-inline-end: 6px; width: 44px; display: grid; place-items: center; padding: 0; color: var(--soft); background: transparent; font-size: 24px; line-height: 1 }
.picture ~ .close { top: 10px; inset-inline-end: 10px; width: 36px; min-height: 36px; color: #1b2430; background: rgb(255 255 255 / .9); border-radius: 50% }
.close:hover { color: var(--ink) }
:focus-visible { outline: 3px solid #4a90e2; outline-offset: 2px }
@keyframes come { from { opacity: 0; transform: translateY(16px) } }
@media (prefers-color-scheme: dark) {
  .card { --ground: #1a222d; --ink: #eef2f6; --soft: #aab5c2; --line: #364252; --accent: #a9c8ee; --on-accent: #10202f }
}
@media (max-width: 480px) { .card { right: 12px; bottom: max(12px, env(safe-area-inset-bottom)); } }
@media (prefers-reduced-motion: reduce) { .card { animation: none } }
`;
