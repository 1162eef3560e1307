import { FlaskConical, Plus, Trash2, Upload } from 'lucide-react';
import { useState } from 'react';
import type { RulesAnswer } from '../../../../protocol/settings';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import form from '../../ui/form.module.css';
import { Mark } from '../../ui/mark';
import { Panel } from '../../ui/panel';
import { RehearsalView } from './rehearsal-view';
import { RuleRows } from './rule-rows';
import { is_same, type RulesText, rules_of, text_of } from './rules';
import { useRules } from './use-rules';

const singles = [
  ['returning', 'For coming back within 7 days'],
  ['identified', 'For being known by name'],
  ['half_life_days', 'Half-life of points, in days'],
] as const;

export function RulesEditor({ rules }: { rules: RulesAnswer }) {
  const [text, set_text] = useState<RulesText>(() => text_of(rules.draft ?? rules.published.rules));
  const { keep, drop, rehearse, publish } = useRules();
  const read = rules_of(text);
  const wrong = typeof read === 'string' ? read : null;
  const is_changed = typeof read !== 'string' && !is_same(read, rules.published.rules);
  const failed = keep.error ?? drop.error ?? rehearse.error ?? publish.error;
  const is_busy = keep.isPending || drop.isPending || rehearse.isPending || publish.isPending;
  const with_rules = (run: (rules: Exclude<typeof read, string>) => void) => () =>
    typeof read !== 'string' && run(read);
  return (
    <>
      <Panel
        title="Scoring rules"
        hint="Points for each event up to a cap per visit. Hot begins at 70, warm at 40."
        tools={
          rules.draft ? (
            <Mark tone="gold">Draft</Mark>
          ) : (
            <Mark>{rules.published.version ? `Version ${rules.published.version}` : 'As delivered'}</Mark>
          )
        }
      >
        <form className={form.form} onSubmit={(event) => event.preventDefault()}>
          <RuleRows
            events={text.events}
            minute={text.minute_engaged}
            on_events={(events) => set_text({ ...text, events })}
            on_minute={(minute_engaged) => set_text({ ...text, minute_engaged })}
          />
          <div>
            <Button
              onClick={() =>
                set_text({ ...text, events: [...text.events, { name: '', points: '1', cap: '10' }] })
              }
            >
              <Plus size={16} aria-hidden />
              Another kind of event
            </Button>
          </div>
          <div className={form.grid}>
            {singles.map(([name, label]) => (
              <Field
                key={name}
                label={label}
                type="number"
                step="any"
                value={text[name]}
                onChange={(event) => set_text({ ...text, [name]: event.target.value })}
              />
            ))}
          </div>
          {(wrong ?? failed) && (
            <p className={form.error} role="alert">
              {wrong ?? failed?.message}
            </p>
          )}
          <div className={form.foot}>
            <Button look="primary" disabled={!!wrong || is_busy} onClick={with_rules(rehearse.mutate)}>
              <FlaskConical size={16} aria-hidden />
              {rehearse.isPending ? 'Rehearsing…' : 'Rehearse on the last 7 days'}
            </Button>
            <Button disabled={!is_changed || is_busy} onClick={with_rules(keep.mutate)}>
              Keep as draft
            </Button>
            <Button disabled={!is_changed || is_busy} onClick={with_rules(publish.mutate)}>
              <Upload size={16} aria-hidden />
              Publish
            </Button>
            {rules.draft && (
              <Button disabled={is_busy} onClick={() => drop.mutate()}>
                <Trash2 size={16} aria-hidden />
                Drop the draft
              </Button>
            )}
          </div>
        </form>
      </Panel>
      {rehearse.data && <RehearsalView rehearsal={rehearse.data} />}
    </>
  );
}
