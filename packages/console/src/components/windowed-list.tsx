import type { KeyboardEvent, ReactNode } from 'react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { rowAt, sliceOf, topsOf } from './slice-of.ts';
import './windowed-list.css';

export interface WindowedListProps<T> {
  /** What screen readers call it. */
  readonly label: string;
  readonly items: readonly T[];
  keyOf(item: T): string | number;
  /** How high a row is until it is measured. */
  readonly rowPx: number;
  /** A row; what has `data-row` in it takes the focus by the arrow keys. */
  readonly children: (item: T, index: number) => ReactNode;
  /** Above the first and below the last row. */
  readonly start?: ReactNode;
  readonly end?: ReactNode;
  readonly onTop?: (isAtTop: boolean) => void;
  readonly onNearEnd?: () => void;
  /** The row that is brought into the middle once, when it is there. */
  readonly showKey?: string | number | undefined;
}

const sparePx = 400;
const nearPx = 800;

/** A list of any length in a box of its own: only the rows that are seen are drawn, whatever their heights. */
export function WindowedList<T>(props: WindowedListProps<T>) {
  const { items, keyOf, rowPx, children, label, onTop, onNearEnd, showKey } = props;
  const box = useRef<HTMLElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const anchor = useRef<{ key: string | number; offsetPx: number }>(undefined);
  const [view, setView] = useState({ topPx: 0, heightPx: 900 });
  const { heights, version, observe } = useHeights();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what is in `heights`.
  const tops = useMemo(
    () => topsOf(items.length, (index) => heightAt(heights, items[index], keyOf, rowPx)),
    [items, heights, version, rowPx],
  );
  const { first, end, beforePx, afterPx } = sliceOf(tops, view.topPx, view.heightPx, sparePx);

  const look = useCallback(() => {
    const [frame, rows] = [box.current, list.current];
    if (frame === null || rows === null) return;
    const topPx = frame.scrollTop - rows.offsetTop;
    const at = rowAt(tops, topPx);
    const item = items[at];
    anchor.current = item && frame.scrollTop > 1 ? { key: keyOf(item), offsetPx: topPx - (tops[at] ?? 0) } : undefined;
    setView((before) =>
      Math.abs(before.topPx - topPx) < 1 && before.heightPx === frame.clientHeight
        ? before
        : { topPx, heightPx: frame.clientHeight },
    );
    onTop?.(frame.scrollTop < 8);
    if (frame.scrollHeight - frame.scrollTop - frame.clientHeight < nearPx) onNearEnd?.();
  }, [items, tops, keyOf, onTop, onNearEnd]);

  // What is read stays where it is when rows come before it, or turn out to be higher than was thought.
  useLayoutEffect(() => {
    const [frame, rows] = [box.current, list.current];
    const kept = anchor.current;
    if (frame === null || rows === null || kept === undefined) return;
    const at = items.findIndex((item) => keyOf(item) === kept.key);
    if (at === -1) return;
    const wantedPx = (tops[at] ?? 0) + kept.offsetPx + rows.offsetTop;
    if (Math.abs(wantedPx - frame.scrollTop) > 1) frame.scrollTop = wantedPx;
  }, [items, tops, keyOf]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    const frame = box.current;
    if (frame === null) return;
    const watch = new ResizeObserver(look);
    watch.observe(frame);
    return () => watch.disconnect();
  }, [look]);

  const shown = useRef<string | number>(undefined);
  useLayoutEffect(() => {
    const frame = box.current;
    if (frame === null || showKey === undefined || shown.current === showKey) return;
    const at = items.findIndex((item) => keyOf(item) === showKey);
    if (at === -1) return;
    shown.current = showKey;
    frame.scrollTop = Math.max(0, (tops[at] ?? 0) - frame.clientHeight / 3);
  }, [items, tops, keyOf, showKey]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section ref={box} className="windowed" aria-label={label} tabIndex={0} onScroll={look} onKeyDown={moveFocus}>
      {props.start}
      <ol ref={list} style={{ paddingTop: beforePx, paddingBottom: afterPx }}>
        {items.slice(first, end).map((item, index) => {
          const key = keyOf(item);
          return (
            <li key={key} ref={observe} data-key={key} aria-setsize={items.length} aria-posinset={first + index + 1}>
              {children(item, first + index)}
            </li>
          );
        })}
      </ol>
      {props.end}
    </section>
  );
}

function heightAt<T>(
  heights: Map<string, number>,
  item: T | undefined,
  keyOf: (item: T) => string | number,
  px: number,
) {
  return item === undefined ? px : (heights.get(String(keyOf(item))) ?? px);
}

/** The heights of rows that were drawn, by key. */
function useHeights() {
  const [version, setVersion] = useState(0);
  const heights = useRef(new Map<string, number>());
  const watch = useRef<ResizeObserver>(undefined);
  watch.current ??= new ResizeObserver((entries) => {
    let hasChanged = false;
    for (const { target } of entries) {
      const { key = '' } = (target as HTMLElement).dataset;
      const { height } = target.getBoundingClientRect();
      if (height === 0 || heights.current.get(key) === height) continue;
      heights.current.set(key, height);
      hasChanged = true;
    }
    if (hasChanged) setVersion((count) => count + 1);
  });
  useEffect(() => () => watch.current?.disconnect(), []);
  const observe = useCallback((row: HTMLLIElement | null) => {
    if (row === null) return;
    watch.current?.observe(row);
    return () => watch.current?.unobserve(row);
  }, []);
  return { heights: heights.current, version, observe };
}

/** Up and down from row to row; the browser's own keys where a row's inside has the focus. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = event.target as HTMLElement;
  if (step === undefined || !(target === event.currentTarget || 'row' in target.dataset)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const next = target === event.currentTarget ? firstSeen(rows, target) : rows[rows.indexOf(target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function firstSeen(rows: readonly HTMLElement[], frame: HTMLElement): HTMLElement | undefined {
  const { top } = frame.getBoundingClientRect();
  return rows.find((row) => row.getBoundingClientRect().top >= top - 1);
}
