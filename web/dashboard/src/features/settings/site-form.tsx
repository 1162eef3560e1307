import type { FormEvent } from 'react';
import type { SiteSettings } from '../../../../protocol/settings';
import { useSettings } from '../../lib/settings';
import { AreaField } from '../../ui/area-field';
import { Field } from '../../ui/field';
import form from '../../ui/form.module.css';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { field_error } from './field-error';
import { SaveFoot } from './save-foot';
import { useSave } from './use-save';

export function SiteForm() {
  return <Loaded query={useSettings()}>{(settings) => <Form settings={settings} />}</Loaded>;
}

const numbers = [
  ['idle_timeout', 'A visit ends after so many seconds without activity', 60],
  ['heartbeat_interval', 'Seconds between signs of life', 10],
  ['retention_days', 'Days that visits are kept', 1],
  ['poll_seconds', 'Seconds between questions where the panel has no live connection', 1],
] as const;

function Form({ settings }: { settings: SiteSettings }) {
  const save = useSave();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? '').trim();
    save.mutate({
      name: text('name'),
      time_zone: text('time_zone'),
      origins: text('origins').split(/\s+/).filter(Boolean),
      ...Object.fromEntries(numbers.map(([name]) => [name, Number(text(name))])),
    });
  };
  return (
    <Panel title="This site">
      <form className={form.form} onSubmit={submit}>
        <div className={form.grid}>
          <Field
            label="Name"
            name="name"
            defaultValue={settings.name}
            required
            error={field_error(save.error, '/name')}
          />
          <Field
            label="Time zone"
            name="time_zone"
            defaultValue={settings.time_zone}
            hint="Days and hours of all statistics, such as America/Chicago"
            required
            error={field_error(save.error, '/time_zone')}
          />
        </div>
        <div className={form.grid}>
          {numbers.map(([name, label, min]) => (
            <Field
              key={name}
              label={label}
              name={name}
              type="number"
              min={min}
              defaultValue={settings[name]}
              required
              error={field_error(save.error, `/${name}`)}
            />
          ))}
        </div>
        <AreaField
          label="Origins that may send visits, one a line"
          name="origins"
          defaultValue={settings.origins.join('\n')}
        />
        <SaveFoot save={save} />
      </form>
    </Panel>
  );
}
