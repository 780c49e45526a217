import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';

export interface ChartProps {
  readonly label: string;
  readonly colour: 'press' | 'bad' | 'ink';
  /** Seconds since 1970, rising. */
  readonly times: readonly number[];
  /** Null is a gap: nothing was measured. */
  readonly values: readonly (number | null)[];
  show(value: number | null): string;
}

const heightPx = 96;
const shownSeconds = 300;

/** One small time series. The canvas is drawn anew when the theme or the width changes. */
export function Chart({ label, colour, times, values, show }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const data: uPlot.AlignedData = [[...times], [...values]];
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsFor(element, colour, show), latest.current, element);
    };
    draw();
    return watchLooks(element, draw, (width) => plot.current?.setSize({ width, height: heightPx }));
  }, [colour, show]);

  useEffect(() => {
    plot.current?.setData([[...times], [...values]]);
  }, [times, values]);

  return <div ref={place} className="chart-canvas" role="img" aria-label={label} />;
}

function optionsFor(element: HTMLElement, colour: ChartProps['colour'], show: ChartProps['show']): uPlot.Options {
  const paint = (name: string) => colourOf(element, name);
  const axis = { stroke: paint('ink-soft'), grid: { stroke: paint('line'), width: 1 }, ticks: { show: false } };
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  return {
    width: element.clientWidth,
    height: heightPx,
    padding: [6, 4, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, sync: { key: 'traffic' } },
    scales: {
      x: { time: true, range: (_, __, max) => [max - shownSeconds, max] },
      y: { range: (_, __, max) => [0, niceTop(max)] },
    },
    axes: [
      { ...axis, font, size: 20, incrs: [60], space: 40, grid: { show: false }, values: '{HH}:{mm}' },
      { ...axis, font, size: 46, space: 26, values: (_, ticks) => ticks.map((tick) => show(tick)) },
    ],
    series: [
      {},
      { stroke: paint(colour), width: 1.5, fill: withAlpha(paint(colour)), points: { show: false }, spanGaps: false },
    ],
  };
}

/** Room above the highest value; a chart of nothing but zeros keeps its zero on the ground. */
function niceTop(max: number | null): number {
  return max === null || max <= 0 ? 1 : max * 1.15;
}

/** A canvas cannot read a custom property: the colour is asked of an element that wears it. */
function colourOf(element: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function withAlpha(rgb: string): string {
  return rgb.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.12)');
}

function watchLooks(element: HTMLElement, onTheme: () => void, onWidth: (width: number) => void): () => void {
  const size = new ResizeObserver(() => onWidth(element.clientWidth));
  const theme = new MutationObserver(onTheme);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  size.observe(element);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  scheme.addEventListener('change', onTheme);
  return () => {
    size.disconnect();
    theme.disconnect();
    scheme.removeEventListener('change', onTheme);
  };
}
