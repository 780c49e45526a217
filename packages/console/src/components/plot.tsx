import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PlotProps } from './plot-options.ts';
import { plotOptions } from './plot-options.ts';
import { watchTheme } from './theme-toggle.tsx';

/** The canvas. It is made anew when what is drawn is another thing or in other colours; new numbers only move it. */
export function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const { plotted, kind, unit, isSmall, range } = props;
  const shape = JSON.stringify([
    plotted.series.map(({ name, paint, isDashed, isHidden }) => [name, paint, isDashed, isHidden]),
    ...[kind, unit, isSmall, props.syncKey, props.threshold, props.limits, props.onRange !== undefined],
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` says when it is another thing.
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        plotOptions(element, () => latest.current),
        dataOf(latest.current),
        element,
      );
    };
    draw();
    const size = new ResizeObserver(() => {
      plot.current?.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    size.observe(element);
    const stopTheme = watchTheme(draw);
    return () => {
      size.disconnect();
      stopTheme();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is read while it is drawn.
  useEffect(() => {
    plot.current?.setData(dataOf(latest.current));
  }, [plotted, range?.start, range?.end]);

  return <div ref={place} className="chart-canvas" />;
}

/** The highest of a stack is painted first, so that those below lie over it. */
function dataOf({ plotted: { times, series }, kind }: PlotProps): uPlot.AlignedData {
  const heights = series.map((each) => each.heights as (number | null)[]);
  return [times as number[], ...(kind === 'line' ? heights : heights.reverse())];
}
