import { useGet } from '../../lib/api';
import { useSite } from '../../lib/site';
import { rules_answer } from '../../lib/wire-settings';
import { Loaded } from '../../ui/loaded';
import { RulesEditor } from './rules-editor';
import { rules_path } from './rules-path';
import { RulesVersions } from './rules-versions';

/** What counts how much: written as a draft, rehearsed on the past, then published. */
export function ScoringSection() {
  const { site_id } = useSite();
  const query = useGet(rules_path(site_id), rules_answer);
  return (
    <Loaded query={query}>
      {(rules) => (
        <>
          <RulesEditor key={`${rules.published.version} ${rules.draft ? 'draft' : ''}`} rules={rules} />
          <RulesVersions rules={rules} />
        </>
      )}
    </Loaded>
  );
}
