import uPlot from 'uplot';
import type { Unit } from '../text/units.ts';
import { formatUnit } from '../text/units.ts';
import type { ChartCursor } from './chart-cursor.ts';
import type { Plotted, PlottedSeries } from './plotted.ts';
import type { ChartFrame, ChartKind } from './series.ts';
import { timeTicks } from './time-ticks.ts';

export interface PlotProps extends ChartFrame {
  readonly plotted: Plotted;
  readonly unit: Unit;
  readonly kind: ChartKind;
  readonly cursor: ChartCursor;
  readonly isSmall: boolean;
}

/** `latest` is asked while it is drawn: the numbers move on without a new plot. */
export function plotOptions(element: HTMLElement, latest: () => PlotProps): uPlot.Options {
  const { plotted, kind, unit, isSmall, threshold, limits = [], syncKey, onRange } = latest();
  const lines = threshold ? [threshold, ...limits] : limits;
  const paint = (name: string) => colourOf(element, name);
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: paint('ink-soft'), ticks: { show: false }, font };
  const series = plotted.series.map((each) => seriesOptions(each, kind, paint, plotted.series.length === 1));
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    // Half a label of the time axis finds room at the end.
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      ...{ y: false, points: { size: 6 } },
      drag: { x: onRange !== undefined, y: false, setScale: false },
      ...(syncKey !== undefined && { sync: { key: syncKey, setSeries: false } }),
    },
    select: { show: onRange !== undefined, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: true, range: (_, min, max) => timeRange(latest(), min, max) },
      y: { range: (_, min, max) => valueRange(min, max, latest()) },
    },
    axes: [
      { ...axis, size: 22, space: isSmall ? 48 : 64, grid: { show: false }, values: timeTicks },
      {
        ...axis,
        grid: { stroke: paint('line'), width: 1 },
        space: isSmall ? 26 : 34,
        ...(isByBytes(unit) && { incrs: binarySteps }),
        values: (_, ticks) => ticks.map((tick) => formatUnit(tick, unit)),
        size: (_, texts) => Math.max(isSmall ? 46 : 34, ...(texts ?? []).map((text) => text.length * 6.6 + 12)),
      },
    ],
    series: [{}, ...(kind === 'line' ? series : series.reverse())],
    hooks: {
      setCursor: [({ cursor: { idx } }) => latest().cursor.move(idx ?? null)],
      setSelect: [(plot) => tellRange(plot, latest().onRange)],
      draw: lines.map((line, index) => (plot) => {
        drawThreshold(plot, line, paint(line.colour ?? 'bad'), font, index === lines.length - 1);
      }),
    },
  };
}

function seriesOptions(
  { paint: name, isDashed, isHidden }: PlottedSeries,
  kind: PlotProps['kind'],
  paint: (name: string) => string,
  isAlone: boolean,
): uPlot.Series {
  const colour = paint(name);
  const isStacked = kind !== 'line';
  return {
    show: !isHidden,
    stroke: colour,
    width: kind === 'bars' ? 0 : 1.5,
    spanGaps: false,
    points: { show: kind === 'line' ? isLonely : false, size: 5 },
    ...(isDashed && { dash: [6, 4] }),
    ...(isAlone && !isStacked && { fill: mixed(colour, 'transparent', 12) }),
    ...(isStacked && { fill: kind === 'bars' ? colour : mixed(colour, paint('surface'), 45) }),
    ...(kind === 'bars' && uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.85, 40], align: 1 }) }),
  };
}

/** Points are drawn where a line would show nothing: a value between two gaps. */
const isLonely: uPlot.Series.Points.Show = (plot, seriesIndex) => {
  const values = plot.data[seriesIndex] ?? [];
  return (
    values.length < 3 ||
    values.some((value, index) => value != null && isGap(values[index - 1]) && isGap(values[index + 1]))
  );
};

function isGap(value: number | null | undefined): boolean {
  return value === null || value === undefined;
}

function timeRange({ range }: PlotProps, min: number, max: number): uPlot.Range.MinMax {
  return range ? [range.start, range.end] : [min, min === max ? min + 1 : max];
}

/** Room above the highest value; the ground is zero unless something lies below it; bounds hold what fits into them. */
function valueRange(
  min: number | null,
  max: number | null,
  { threshold, bounds }: Pick<PlotProps, 'threshold' | 'bounds'>,
): uPlot.Range.MinMax {
  const top = Math.max(max ?? 0, threshold?.value ?? 0);
  const bottom = Math.min(min ?? 0, 0);
  const [lowest, highest] = [bottom * 1.1, top <= 0 && bottom === 0 ? 1 : top * 1.12];
  const { min: least = null, max: most = null } = bounds ?? {};
  return [least !== null && least <= bottom ? least : lowest, most !== null && most >= top ? most : highest];
}

const binarySteps = Array.from({ length: 50 }, (_, power) => 2 ** power);

function isByBytes(unit: Unit): boolean {
  return unit === 'bytes' || unit === 'bytesPerSecond';
}

function tellRange(plot: uPlot, onRange: PlotProps['onRange']): void {
  const { left, width } = plot.select;
  if (width < 5) return;
  onRange?.({ start: plot.posToVal(left, 'x'), end: plot.posToVal(left + width, 'x') });
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

/** The name of the highest stands above its line, the others' below: lines that are close stay readable. */
function drawThreshold(
  plot: uPlot,
  threshold: { value: number; name: string },
  colour: string,
  font: string,
  isNameAbove: boolean,
): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(threshold.value, 'y', true);
  if (y < bbox.top || y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = font.replace('11px', `${11 * devicePixelRatio}px`);
  // Where there is no room above it, below the line and at the other end: the next one's name may stand here.
  const isAtTop = y - bbox.top < 14 * devicePixelRatio;
  const isBelow = !isNameAbove || isAtTop;
  ctx.textAlign = isAtTop ? 'left' : 'right';
  ctx.textBaseline = isBelow ? 'top' : 'bottom';
  ctx.fillText(threshold.name, isAtTop ? bbox.left + 4 : bbox.left + bbox.width - 4, isBelow ? y + 3 : y - 3);
  ctx.restore();
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

function mixed(colour: string, other: string, percent: number): string {
  return `color-mix(in srgb, ${colour} ${percent}%, ${other})`;
}
