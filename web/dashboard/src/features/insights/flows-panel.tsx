import { flows } from '../../lib/wire-insights';
import { Section } from './section';
import { Shares } from './shares';
import { useInsight } from './use-insight';

/** Where they come in, and where they go out. */
export function FlowsPanel() {
  const query = useInsight('insights/flows', flows);
  return (
    <Section
      title="In and out"
      hint="Entry page → last page"
      query={query}
      is_empty={(data) => data.flows.length === 0}
    >
      {(data) => (
        <Shares
          label="Entry and exit pages"
          max={10}
          rows={data.flows.map(({ entry, exit, ...rest }) => ({
            key: `${entry} → ${exit}`,
            word: entry === exit ? `${entry}, and nowhere else` : `${entry} → ${exit}`,
            ...rest,
          }))}
        />
      )}
    </Section>
  );
}
