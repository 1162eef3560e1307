import type { Feature, Geometry, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import world from 'world-atlas/countries-110m.json';

const topology = world as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

/** The continents, and the borders between countries. */
export const land = feature(topology, topology.objects.land) as unknown as Feature<Geometry>;
export const borders: MultiLineString = mesh(
  topology,
  topology.objects.countries,
  (one, other) => one !== other,
);
