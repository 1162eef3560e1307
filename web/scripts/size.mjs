// Measures what a browser downloads, compressed with gzip -9, against a budget for each part.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const index = readFileSync(new URL('index.html', dist), 'utf8');
const first = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file);
const styles = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.css'));

const budgets = [
  { part: 'tracker (script tag)', files: ['sojourn.js'], bytes_max: 2_000 },
  { part: 'tracker (its second part)', files: ['sojourn-page.mjs'], bytes_max: 6_000 },
  { part: 'tracker (module, whole)', files: ['sojourn.mjs'], bytes_max: 7_500 },
  {
    part: 'dashboard, entry scripts',
    files: first.filter((name) => name.endsWith('.js')),
    bytes_max: 150_000,
  },
  {
    part: 'dashboard, entry styles',
    files: first.filter((name) => name.endsWith('.css')),
    bytes_max: 12_000,
  },
  { part: 'dashboard, all styles', files: styles.map((name) => `assets/${name}`), bytes_max: 32_000 },
];

for (const { part, files, bytes_max } of budgets) {
  const bytes = files.reduce((sum, file) => sum + gzipped(file), 0);
  const fits = bytes <= bytes_max;
  console.log(
    `${fits ? 'ok  ' : 'OVER'} ${part.padEnd(26)} ${String(bytes).padStart(7)} of ${bytes_max} bytes`,
  );
  if (!fits) process.exitCode = 1;
}

function gzipped(file) {
  return gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
}
