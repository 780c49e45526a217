/** The part of a trace that the waterfall shows, in milliseconds from its start. */
export interface TimeView {
  readonly startMs: number;
  readonly endMs: number;
}

const leastMs = 0.001;

/** Where a stretch lies in the view, as shares of its width; `isOut`: nothing of it is in view. */
export function placeIn({ startMs, endMs }: TimeView, offsetMs: number, durationMs: number) {
  const width = endMs - startMs;
  const from = Math.max(0, (offsetMs - startMs) / width);
  const to = Math.min(1, (offsetMs + durationMs - startMs) / width);
  return { left: Math.min(1, from), width: Math.max(0, to - from), isOut: from > 1 || to < 0 };
}

/** Closer by `factor` (below 1) or further away (above), around the middle or a place that is given. */
export function zoomed(view: TimeView, factor: number, wholeMs: number, aroundMs = middleOf(view)): TimeView {
  const width = Math.max(leastMs, (view.endMs - view.startMs) * factor);
  const share = (aroundMs - view.startMs) / (view.endMs - view.startMs);
  return within({ startMs: aroundMs - width * share, endMs: aroundMs + width * (1 - share) }, wholeMs);
}

/** Moved back to where there is something. */
export function within({ startMs, endMs }: TimeView, wholeMs: number): TimeView {
  const width = Math.min(endMs - startMs, wholeMs);
  const start = Math.min(Math.max(0, startMs), wholeMs - width);
  return { startMs: start, endMs: start + width };
}

function middleOf({ startMs, endMs }: TimeView): number {
  return (startMs + endMs) / 2;
}

/** Round moments in the view: `count` of them at most. */
export function ticksOf({ startMs, endMs }: TimeView, count: number): number[] {
  const rough = (endMs - startMs) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough * 0.999) ?? rough;
  const first = Math.ceil(startMs / step - 1e-6);
  const last = Math.floor(endMs / step + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}
