import { beforeEach, expect, it } from 'vitest';
import {
  close_journey,
  journey_of,
  journey_path,
  navigate,
  page_of,
  set_params,
  with_params,
} from './navigation';

beforeEach(() => history.replaceState(null, '', '/'));
const here = () => window.location.pathname + window.location.search;

it('puts a journey above the page that is open, with its filters', () => {
  expect(journey_path('a b')).toBe('/live/journey/a%20b');
  navigate('/visits?category=hot');
  expect(journey_path('s1')).toBe('/visits/journey/s1?category=hot');
  navigate(journey_path('s1'));
  expect(journey_path('s2')).toBe('/visits/journey/s2?category=hot');
});

it('finds the journey and the page in a path', () => {
  expect(journey_of('/people/p1/journey/a%20b')).toBe('a b');
  expect(page_of('/people/p1/journey/a%20b')).toBe('/people/p1');
  expect(journey_of('/live')).toBeNull();
});

it('closes a journey without its own parameters, and keeps those of the page', () => {
  navigate('/visits/journey/s1?category=hot&tab=replay&step=4');
  close_journey();
  expect(here()).toBe('/visits?category=hot');
});

it('changes parameters, and drops the empty ones', () => {
  navigate('/live/all?category=hot&q=x');
  set_params({ category: null, q: '', sort: 'score' });
  expect(here()).toBe('/live/all?sort=score');
  expect(with_params({ at: null }, { path: '/live', search: '?at=1' })).toBe('/live');
});
