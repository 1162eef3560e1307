import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { illustration } from './illustration.mjs';
import { about_page, contact_page, home_page, listing_page } from './pages.mjs';

const properties = JSON.parse(readFileSync(new URL('properties.json', import.meta.url), 'utf8'));
const pages = [
  home_page(properties),
  about_page(),
  contact_page(properties),
  listing_page(properties[0], properties.slice(1, 3)),
];

it('every page carries the tracker with the place for the public key', () => {
  for (const page of pages) expect(page).toContain('data-site="SOJOURN_PUBLIC_KEY" data-allow-automation');
});

it('no page has a script, a style or a handler inside, which the security policy forbids', () => {
  for (const page of pages) {
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  }
});

it('a listing names its property', () => {
  expect(pages[3]).toContain('<meta name="sojourn-property" content="1001">');
  expect(pages[3]).toContain('data-sojourn-event="property_save" data-sojourn-property-id="1001"');
});

it('the picture of a property is always the same, and differs from the others', () => {
  const pictures = properties.map(illustration);
  expect(illustration(properties[0])).toBe(pictures[0]);
  expect(new Set(pictures).size).toBe(properties.length);
});

it('every property says where its page and its picture are, for the cards that staff send', () => {
  for (const { id, url, image } of properties) {
    expect(url).toBe(`/demo/listings/${id}.html`);
    expect(image).toBe(`/demo/pictures/${id}.svg`);
  }
});

it('the forms are workflows that the tracker reads from their attributes', () => {
  expect(pages[2]).toContain(
    'data-sojourn-event="tour_request" data-sojourn-workflow="tour" data-sojourn-property-id="1001"',
  );
  expect(pages[2]).toContain('data-sojourn-event="inquiry" data-sojourn-workflow="inquiry"');
});
