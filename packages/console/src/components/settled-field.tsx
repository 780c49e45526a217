import { useEffect, useRef, useState } from 'react';
import { TextField } from './field.tsx';

export interface SettledFieldProps {
  readonly label: string;
  readonly value: string;
  /** Told once somebody has stopped typing. */
  readonly onSettled: (value: string) => void;
  readonly placeholder?: string;
  readonly fault?: string | undefined;
  readonly hint?: string;
  readonly isMono?: boolean;
}

const settledMs = 300;

/** A search field whose every letter is not a request. */
export function SettledField({ value, onSettled, ...o }: SettledFieldProps) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useRef(onSettled);
  tell.current = onSettled;
  useEffect(() => {
    // Changed from elsewhere: a label was pressed, or the filter was taken away.
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
  return <TextField {...o} type="search" value={typed} onChange={setTyped} />;
}
