import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ScoreRules } from '../../../../protocol/settings';
import { send } from '../../lib/api';
import { anything } from '../../lib/shape';
import { useSite } from '../../lib/site';
import { say } from '../../lib/toasts';
import { rehearsal } from '../../lib/wire-settings';
import { rules_path } from './rules-path';

export const rehearsal_days = 7;

/** Keeping, dropping, rehearsing and publishing a draft. */
export function useRules() {
  const path = rules_path(useSite().site_id);
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: [path] });
  const keep = useMutation({
    mutationFn: (rules: ScoreRules) =>
      send({ method: 'PUT', path: `${path}/draft`, body: rules, shape: anything }),
    onSuccess: () => {
      say('Draft kept. Nothing is scored by it yet.', 'good');
      return again();
    },
  });
  const drop = useMutation({
    mutationFn: () => send({ method: 'DELETE', path: `${path}/draft`, shape: anything }),
    onSuccess: () => {
      say('Draft dropped.', 'good');
      return again();
    },
  });
  const rehearse = useMutation({
    mutationFn: (rules: ScoreRules) =>
      send({
        method: 'POST',
        path: `${path}/rehearse`,
        body: { rules, days: rehearsal_days },
        shape: rehearsal,
      }),
  });
  const publish = useMutation({
    mutationFn: async (rules: ScoreRules) => {
      await send({ method: 'PUT', path: `${path}/draft`, body: rules, shape: anything });
      await send({ method: 'POST', path: `${path}/publish`, body: {}, shape: anything });
    },
    onSuccess: () => {
      say('Published: all scores follow the new rules.', 'good');
      return again();
    },
  });
  return { keep, drop, rehearse, publish };
}
