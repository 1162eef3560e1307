import { useSettings } from '../../lib/settings';
import { CopyButton } from '../../ui/copy-button';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import styles from './tracking-section.module.css';

/** The line that a page needs. */
export function TrackingSection() {
  return (
    <Loaded query={useSettings()}>
      {({ public_key, origins }) => {
        const origin = window.location.origin;
        const snippet = `<script defer src="${origin}/sojourn.js" data-site="${public_key ?? 'PUBLIC_KEY'}"></script>`;
        return (
          <Panel title="Tracking code" hint="Put this line into every page, before the end of its head.">
            <pre className={styles.code}>
              <code>{snippet}</code>
            </pre>
            <CopyButton text={snippet} word="Copy the line" />
            {!public_key && (
              <p className={styles.hint}>
                Put the public key of your site in place of PUBLIC_KEY; “sojourn site list” shows it.
              </p>
            )}
            <p className={styles.hint}>
              Visits are taken from{' '}
              {origins.length > 0 ? origins.join(', ') : 'no origin yet: add one under “Site”'}.
            </p>
          </Panel>
        );
      }}
    </Loaded>
  );
}
