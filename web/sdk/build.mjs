// Builds the tracker three times: for the script tag (sojourn.js, and sojourn-page.mjs which it fetches by itself)
// and as one module for bundlers (sojourn.mjs, with its types).
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// Names of our own that never travel get short ones. Those of stored values must mean the same in every version.
const short_names = {
  visitor: 'v',
  visit: 'n',
  parts: 'p',
  person: 'w',
  seen: 's',
  held: 'h',
  told: 't',
  cards: 'c',
  leave: 'l',
};
const mangled = {
  regex: new RegExp(`^(${Object.keys(short_names).join('|')})$`),
  keep_quoted: true,
};
const name_cache = () => ({
  props: {
    props: Object.fromEntries(Object.entries(short_names).map(([name, short]) => [`$${name}`, short])),
  },
});

for (const { entry, format, file } of [
  { entry: 'src/script.ts', format: 'iife', file: 'sojourn.js' },
  { entry: 'src/page-script.ts', format: 'es', file: 'sojourn-page.mjs' },
  { entry: 'src/index.ts', format: 'es', file: 'sojourn.mjs' },
]) {
  await build({
    configFile: false,
    root: here('.'),
    logLevel: 'warn',
    build: {
      target: 'es2022',
      outDir: here('../dist'),
      emptyOutDir: false,
      lib: { entry: here(entry), formats: [format], name: 'sojourn_tracker', fileName: () => file },
      rolldownOptions: { external: './sojourn-page.mjs', makeAbsoluteExternalsRelative: false },
      minify: 'terser',
      terserOptions: {
        compress: {
          unsafe: true,
          passes: 4,
          unsafe_arrows: true,
          pure_getters: true,
          booleans_as_integers: true,
          ecma: 2020,
        },
        mangle: { toplevel: true, properties: mangled },
        nameCache: name_cache(),
      },
    },
  });
}

copyFileSync(here('sojourn.d.ts'), here('../dist/sojourn.d.ts'));
