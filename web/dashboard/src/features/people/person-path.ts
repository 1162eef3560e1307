import { address_of } from '../../lib/api';

export const person_path = (site: string, id: string): string =>
  address_of(`/api/admin/leads/${encodeURIComponent(id)}`, { site });
