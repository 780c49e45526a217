// An engine behind the interface of shared/promql/score.mjs: results in the shape of Prometheus' HTTP API.

// As upstream's own test runner sets its engine up.
const SETTINGS = { lookbackMs: 300_000, defaultSubqueryStepMs: 60_000, maxSamples: 10_000 };

const SPECIAL = { NaN: Number.NaN, '+Inf': Infinity, Inf: Infinity, '-Inf': -Infinity, '-0': -0, stale: 'stale' };

/** `promql` is the package's module, built or in source; gives the function that score.mjs calls. */
export function adapt({ createEngine, formatNumber, MemoryStorage }) {
  const decoded = ([timeMs, value]) => [timeMs, typeof value === 'number' ? value : SPECIAL[value]];
  return () => {
    const engine = createEngine(SETTINGS);
    const storage = new MemoryStorage();
    return {
      load(series) {
        for (const { labels, samples } of series) storage.add(labels, samples.map(decoded));
      },
      instant: async (expr, timeMs) => answer(await engine.instant(storage, expr, timeMs), formatNumber),
      range: async (expr, startMs, endMs, stepMs) =>
        answer(await engine.range(storage, expr, startMs, endMs, stepMs), formatNumber),
    };
  };
}

function answer(result, formatNumber) {
  const point = (timeMs, value) => [timeMs / 1000, formatNumber(value)];
  return { resultType: result.type, result: shaped(result, point), warnings: result.warnings, infos: result.infos };
}

function shaped(result, point) {
  switch (result.type) {
    case 'vector':
      return result.samples.map(({ labels, timestampMs, value }) => ({
        metric: labels.toRecord(),
        value: point(timestampMs, value),
      }));
    case 'matrix':
      return result.series.map(({ labels, timestamps, values }) => ({
        metric: labels.toRecord(),
        values: Array.from(timestamps, (timeMs, i) => point(timeMs, values[i])),
      }));
    case 'scalar':
      return point(result.timestampMs, result.value);
    default:
      return [result.timestampMs / 1000, result.value];
  }
}
