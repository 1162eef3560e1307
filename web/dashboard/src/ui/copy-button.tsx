import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';

export function CopyButton({ text, word = 'Copy' }: { text: string; word?: string }) {
  const [is_copied, set_copied] = useState(false);
  const copy = () => navigator.clipboard?.writeText(text).then(() => set_copied(true));
  return (
    <Button onClick={copy}>
      {is_copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      {is_copied ? 'Copied' : word}
    </Button>
  );
}
