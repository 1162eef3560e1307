/** The second part of the script tag, fetched by the first: `sojourn-page.mjs`. */

import { watch_page } from './page';

watch_page((type, data) => window.sojourn?.('track', type, data));
