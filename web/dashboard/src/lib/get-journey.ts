import { address_of, useGet } from './api';
import { useSite } from './site';
import { journey } from './wire-journey';

export const refresh_ms = 5_000;

export const journey_address = (site: string, id: string): string =>
  address_of(`/api/admin/sessions/${encodeURIComponent(id)}/journey`, { site });

/** A visit's whole story, asked for again while the visit goes on. */
export const useJourney = (id: string, every_ms: number | false) =>
  useGet(journey_address(useSite().site_id, id), journey, { refresh_ms: every_ms });
