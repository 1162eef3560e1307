// Builds the sample site: a page for each listing, and the few pages around them, into web/dist/demo.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { illustration } from './illustration.mjs';
import { about_page, contact_page, home_page, listing_page } from './pages.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here('../dist/demo/');
const properties = JSON.parse(readFileSync(here('properties.json'), 'utf8'));

function write(path, content) {
  mkdirSync(dirname(target + path), { recursive: true });
  writeFileSync(target + path, content);
}

write('index.html', home_page(properties));
write('about.html', about_page());
write('contact.html', contact_page(properties));
for (const property of properties) {
  const alike = properties.filter(
    (other) => other !== property && (other.state === property.state || other.type === property.type),
  );
  write(`listings/${property.id}.html`, listing_page(property, alike.slice(0, 3)));
  write(`pictures/${property.id}.svg`, illustration(property));
}
cpSync(here('properties.json'), `${target}properties.json`);
cpSync(here('assets'), target, { recursive: true });
