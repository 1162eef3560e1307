import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SiteSettings } from '../../../../protocol/settings';
import { send } from '../../lib/api';
import { settings_path } from '../../lib/settings';
import { useSite } from '../../lib/site';
import { say } from '../../lib/toasts';
import { site_settings } from '../../lib/wire-settings';

export type SettingsPart = Partial<Omit<SiteSettings, 'public_key'>>;

/** Saves a part of the settings; the answer is the whole of them. */
export function useSave() {
  const path = settings_path(useSite().site_id);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (part: SettingsPart) => send({ method: 'PUT', path, body: part, shape: site_settings }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: [path] });
      say('Saved.', 'good');
    },
  });
}
