import { event_name } from '../../lib/format';
import { engagement } from '../../lib/wire-insights';
import { Section } from './section';
import { Shares } from './shares';
import { useInsight } from './use-insight';

export function EngagementPanel() {
  const query = useInsight('insights/engagement', engagement);
  return (
    <Section
      title="How deep they go"
      query={query}
      is_empty={({ levels }) => levels.every((one) => one.sessions === 0)}
    >
      {({ levels }) => (
        <Shares
          label="Levels of engagement"
          rows={levels.map(({ level, text, ...rest }) => ({
            key: level,
            word: event_name(level),
            hint: text,
            ...rest,
          }))}
        />
      )}
    </Section>
  );
}
