import type { RulesAnswer } from '../../../../protocol/settings';
import { date_and_time } from '../../lib/format';
import { Panel } from '../../ui/panel';
import table from '../../ui/table.module.css';

export function RulesVersions({ rules: { versions, published } }: { rules: RulesAnswer }) {
  if (versions.length === 0) return null;
  return (
    <Panel title="Versions">
      <table className={table.table}>
        <thead>
          <tr>
            <th>Version</th>
            <th>Published</th>
            <th>By</th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ version, published_at, by }) => (
            <tr key={version}>
              <td>
                {version}
                {version === published.version && ' (in force)'}
              </td>
              <td>{published_at ? date_and_time(published_at) : '—'}</td>
              <td>{by ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
