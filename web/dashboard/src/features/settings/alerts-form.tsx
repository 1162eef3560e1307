import { type FormEvent, useState } from 'react';
import type { AlertRule, AlertSettings } from '../../../../protocol/settings';
import { useSettings } from '../../lib/settings';
import { CheckField } from '../../ui/check-field';
import { Field } from '../../ui/field';
import form from '../../ui/form.module.css';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { SaveFoot } from './save-foot';
import { useSave } from './use-save';

const kinds = [
  ['became_hot', 'A visitor becomes hot'],
  ['returned', 'A visitor whom somebody follows is back'],
  ['struggling', 'A visitor struggles'],
] as const;

export function AlertsForm() {
  return <Loaded query={useSettings()}>{({ alerts }) => <Form alerts={alerts} />}</Loaded>;
}

/** Which alerts come, to whom else by e-mail, and when it is quiet. */
function Form({ alerts }: { alerts: AlertSettings }) {
  const save = useSave();
  const [is_quiet, set_quiet] = useState(alerts.quiet_hours !== null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? '').trim();
    const rule = (kind: string): AlertRule => ({
      on: given.get(kind) !== null,
      email: text(`${kind}_email`)
        .split(/[\s,;]+/)
        .filter(Boolean),
    });
    save.mutate({
      alerts: {
        became_hot: rule('became_hot'),
        returned: rule('returned'),
        struggling: rule('struggling'),
        quiet_hours: is_quiet ? { from: text('from'), to: text('to') } : null,
        repeat_after_minutes: Number(text('repeat')),
      },
    });
  };
  return (
    <Panel title="Alerts" hint="On the panel, and by e-mail where addresses are given.">
      <form className={form.form} onSubmit={submit}>
        {kinds.map(([kind, words]) => (
          <fieldset key={kind} className={form.group}>
            <legend className="sr-only">{words}</legend>
            <CheckField label={<strong>{words}</strong>} name={kind} defaultChecked={alerts[kind].on} />
            <Field
              label="E-mail to"
              name={`${kind}_email`}
              defaultValue={alerts[kind].email.join(', ')}
              placeholder="Nobody"
              autoComplete="off"
            />
          </fieldset>
        ))}
        <fieldset className={form.group}>
          <legend>Quiet hours</legend>
          <CheckField label="Hold alerts back at night" checked={is_quiet} on_check={set_quiet} />
          {is_quiet && (
            <div className={form.grid}>
              <Field
                label="From"
                name="from"
                type="time"
                defaultValue={alerts.quiet_hours?.from ?? '22:00'}
                required
              />
              <Field
                label="To"
                name="to"
                type="time"
                defaultValue={alerts.quiet_hours?.to ?? '07:00'}
                required
              />
            </div>
          )}
        </fieldset>
        <Field
          label="The same about the same person again only after so many minutes"
          name="repeat"
          type="number"
          min={0}
          defaultValue={alerts.repeat_after_minutes}
          required
        />
        <SaveFoot save={save} />
      </form>
    </Panel>
  );
}
