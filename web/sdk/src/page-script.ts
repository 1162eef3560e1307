/** The second part of the script tag, fetched by the first: `sojourn-page.mjs`. */

export { watch_page as watch } from './page';
