import { useEffect, useRef } from 'react';

/** Takes a step each second while it plays, always the latest one. */
export function usePlaying(is_playing: boolean, step: () => void, every_ms = 1000): void {
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  useEffect(() => {
    if (!is_playing) return;
    const timer = setInterval(() => latest.current(), every_ms);
    return () => clearInterval(timer);
  }, [is_playing, every_ms]);
}
