import { useEffect, useRef } from 'react';
import { useGo } from './address.ts';
import { homeOf } from './page-entry.ts';
import { pages } from './pages.ts';

/** How long `g` waits for its letter. */
const sequenceMs = 1500;

export interface KeyActions {
  readonly onPalette: () => void;
  readonly onKeyList: () => void;
}

/** The keys that work on every page; in a field, a letter is a letter. */
export function useKeys(actions: KeyActions): void {
  const go = useGo();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let wentMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isPaletteKey(event)) {
        event.preventDefault();
        latest.current.onPalette();
        return;
      }
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const isSecond = event.timeStamp - wentMs < sequenceMs;
      wentMs = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (event.key === '?') latest.current.onKeyList();
      const page = isSecond ? pages.find(({ goKey }) => goKey === event.key) : undefined;
      if (page) go(homeOf(page));
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [go]);
}

function isPaletteKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === 'k';
}

/** Also inside a dialog the page's keys rest. */
function isTyping(event: KeyboardEvent): boolean {
  // The editor of expressions lives in a shadow root, which the event's target does not tell.
  const [target] = event.composedPath();
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], dialog') !== null;
}
