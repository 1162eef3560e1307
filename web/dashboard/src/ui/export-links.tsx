import { Download } from 'lucide-react';
import { useState } from 'react';
import { address_of, download } from '../lib/api';
import { useSite } from '../lib/site';
import { say } from '../lib/toasts';
import { Button } from './button';

interface ExportLinksProps {
  kind: 'visits' | 'events' | 'leads' | 'daily';
  from?: string | undefined;
  to?: string | undefined;
}

/** The figures to take along. Asked for with our token, so a plain link would not do. */
export function ExportLinks({ kind, from, to }: ExportLinksProps) {
  const { site_id: site } = useSite();
  const [busy, set_busy] = useState<string | null>(null);
  const take = async (format: 'csv' | 'ndjson') => {
    set_busy(format);
    try {
      await download(address_of('/api/v1/export', { site, kind, format, from, to }), `${kind}.${format}`);
    } catch (error) {
      say(error instanceof Error ? error.message : 'The export failed.', 'bad');
    }
    set_busy(null);
  };
  return (
    <>
      {(['csv', 'ndjson'] as const).map((format) => (
        <Button
          key={format}
          disabled={busy !== null}
          onClick={() => take(format)}
          aria-label={`Export ${kind} as ${format.toUpperCase()}`}
        >
          <Download size={16} aria-hidden />
          {busy === format ? 'Reading…' : format.toUpperCase()}
        </Button>
      ))}
    </>
  );
}
