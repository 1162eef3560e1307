// Builds the package into its own dist: one ES module with the tracker in it and React outside, its types and its style sheet.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  root: here('.'),
  logLevel: 'warn',
  // The tracker as it was built for bundlers: what it stores has the same names in every build.
  resolve: { alias: [{ find: /^.*\/sdk\/src\/index$/, replacement: here('../dist/sojourn.mjs') }] },
  build: {
    target: 'es2022',
    outDir: here('dist'),
    lib: { entry: here('src/index.ts'), formats: ['es'], fileName: () => 'index.js' },
    rolldownOptions: { external: /^react(\/|$)/ },
    minify: false,
  },
});

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', here('tsconfig.build.json')], { stdio: 'inherit' });
// The compiler passes over types that were written by hand.
mkdirSync(here('dist/types/sdk'), { recursive: true });
copyFileSync(here('../sdk/sojourn.d.ts'), here('dist/types/sdk/sojourn.d.ts'));
copyFileSync(here('src/style.css'), here('dist/style.css'));
