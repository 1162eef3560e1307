import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../lib/shortcuts';
import styles from './search-input.module.css';

const typing_ms = 250;

interface SearchInputProps {
  label: string;
  placeholder: string;
  /** What is searched for now. */
  value: string;
  on_search(text: string): void;
}

/** Waits for a pause in the typing before it asks. The key "/" leads here. */
export function SearchInput({ label, placeholder, value, on_search }: SearchInputProps) {
  const [text, set_text] = useState(value);
  const [known, set_known] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const search = useRef(on_search);
  useEffect(() => {
    search.current = on_search;
  });
  if (value !== known) {
    set_known(value);
    if (value !== text.trim()) set_text(value);
  }
  useShortcuts({ '/': () => input.current?.focus() });
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => search.current(text.trim()), typing_ms);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <label className={styles.search}>
      <Search size={17} aria-hidden />
      <span className="sr-only">{label}</span>
      <input
        ref={input}
        type="search"
        placeholder={placeholder}
        value={text}
        onChange={(event) => set_text(event.target.value)}
      />
    </label>
  );
}
