import { useGet } from './api';
import { useSite } from './site';
import { site_settings } from './wire-settings';

export const settings_path = (site: string): string => `/api/v1/sites/${encodeURIComponent(site)}/settings`;

/** What the site was told; every page that needs it shares one answer. */
export const useSettings = () => useGet(settings_path(useSite().site_id), site_settings);
