import { useEffect, useRef, useState } from 'react';
import { TextField } from './field.tsx';

export interface SettledSearchProps {
  readonly label: string;
  readonly value: string;
  /** Told once somebody has stopped typing. */
  readonly onSettled: (value: string) => void;
  readonly placeholder: string;
  readonly fault: string | undefined;
}

const settledMs = 450;

/** A search whose every letter is not a request. */
export function SettledSearch({ value, onSettled, ...o }: SettledSearchProps) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useRef(onSettled);
  tell.current = onSettled;
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      tell.current(typed);
    }, settledMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return <TextField {...o} type="search" isMono value={typed} onChange={setTyped} />;
}
