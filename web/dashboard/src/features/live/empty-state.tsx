import { Moon, Sunrise } from 'lucide-react';
import { CopyButton } from '../../ui/copy-button';
import { Notice } from '../../ui/notice';
import styles from './empty-state.module.css';

/** Nobody here: perhaps it is night, perhaps the pages do not carry the tracker yet. */
export function EmptyState({ is_past = false }: { is_past?: boolean }) {
  if (is_past) {
    return (
      <Notice icon={<Moon size={26} aria-hidden />} title="Nobody was here then">
        <p>Move the time, or play it: the board follows.</p>
      </Notice>
    );
  }
  const snippet = `<script defer src="${window.location.origin}/sojourn.js" data-site="PUBLIC_KEY"></script>`;
  return (
    <Notice icon={<Sunrise size={28} aria-hidden />} title="All quiet for now">
      <p>
        The next visitor appears here by itself. If your pages do not carry the tracker yet, add this line to
        them, with the public key of your site:
      </p>
      <pre className={styles.snippet}>
        <code>{snippet}</code>
      </pre>
      <CopyButton text={snippet} word="Copy the line" />
    </Notice>
  );
}
