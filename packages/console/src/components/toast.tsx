import { useEffect, useSyncExternalStore } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './toast.css';

interface Toast {
  readonly id: number;
  readonly text: string;
}

const shownMs = 5000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let nextId = 1;

/** Says that something was done, for a moment. What failed stands where it was pressed instead, and stays. */
export function toast(text: string): void {
  become([...toasts.slice(-2), { id: nextId++, text }]);
}

/** Where they appear; read aloud as they come. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((each) => (
        <ToastNote key={each.id} toast={each} />
      ))}
    </div>
  );
}

function ToastNote({ toast: { id, text } }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), shownMs);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className="toast">
      <Icon name="check" />
      <p>{text}</p>
      <Button kind="quiet" icon="cross" label="Dismiss" onPress={() => dismiss(id)}>
        {null}
      </Button>
    </div>
  );
}

function dismiss(id: number): void {
  become(toasts.filter((each) => each.id !== id));
}

function become(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}
