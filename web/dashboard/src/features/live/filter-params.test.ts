import { expect, it } from 'vitest';
import { active_filters, filter_of } from './filter-params';
import { part_around } from './part-around';

const params = (search: string) => new URLSearchParams(search);

it('reads every filter from the address, in the types that the server wants', () => {
  const search =
    'category=hot&city=Houston&state=Texas&country=US&device=mobile&source=direct&lane=bots&presence=idle&struggling=true&claimed=none&tag=vip&q=ada&sort=score&within=3600&anonymous=false&property=7';
  expect(filter_of(params(search))).toEqual({
    category: 'hot',
    city: 'Houston',
    state: 'Texas',
    country: 'US',
    device: 'mobile',
    source: 'direct',
    lane: 'bots',
    presence: 'idle',
    struggling: true,
    claimed: 'none',
    tag: 'vip',
    q: 'ada',
    sort: 'score',
    within: 3600,
    anonymous: false,
    property: '7',
  });
});

it('asks for people, newest first, where the address says nothing or nonsense', () => {
  expect(filter_of(params(''))).toEqual({ sort: 'started', lane: 'people' });
  expect(filter_of(params('category=boiling&sort=luck&presence=asleep'))).toEqual({
    sort: 'started',
    lane: 'people',
  });
});

it('says the filters in words', () => {
  const words = active_filters(params('q=ada&category=hot&presence=hidden&city=Houston&sort=score'));
  expect(words.map((one) => one.words)).toEqual(['“ada”', 'Hot', 'City: Houston', 'Presence: Other tab']);
});

it('asks for a little more than the screen, in steps', () => {
  expect(part_around(0, 9)).toEqual({ offset: 0, limit: 50 });
  expect(part_around(5, 14)).toEqual({ offset: 0, limit: 50 });
  expect(part_around(400, 412)).toEqual({ offset: 375, limit: 75 });
});
