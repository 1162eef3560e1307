import { createContext, useContext } from 'react';

export interface Site {
  site_id: string;
  name: string;
}

export const SiteContext = createContext<Site>({ site_id: '', name: '' });

/** The site that every page is about. */
export const useSite = (): Site => useContext(SiteContext);
