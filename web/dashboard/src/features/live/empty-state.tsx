import { Check, Copy, Sunrise } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import styles from './empty-state.module.css';

/** Nobody here: perhaps it is night, perhaps the pages do not carry the tracker yet. */
export function EmptyState() {
  const [is_copied, set_copied] = useState(false);
  const snippet = `<script defer src="${window.location.origin}/sojourn.js" data-site="PUBLIC_KEY"></script>`;
  const copy = () => navigator.clipboard?.writeText(snippet).then(() => set_copied(true));
  return (
    <Notice icon={<Sunrise size={28} aria-hidden />} title="All quiet for now">
      <p>
        The next visitor appears here by itself. If your pages do not carry the tracker yet, add this line to
        them, with the public key of your site:
      </p>
      <pre className={styles.snippet}>
        <code>{snippet}</code>
      </pre>
      <Button onClick={copy}>
        {is_copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        {is_copied ? 'Copied' : 'Copy the line'}
      </Button>
    </Notice>
  );
}
