// Ten thousand counters as a scrape would have found them: every 15 s, each instance at its own moment, now and then restarted.

export const STEP_MS = 15_000;
const CODES = ['200', '201', '204', '404', '500'];

/** [{ labels, timestamps, values }]: 100 instances with 20 paths and 5 codes each when `count` is 10,000. */
export function makeSeries({ count, samples, endMs }) {
  const random = seeded(1);
  return Array.from({ length: count }, (_, i) => {
    const labels = {
      __name__: 'bench_requests_total',
      code: CODES[Math.floor(i / 100) % CODES.length],
      instance: `instance-${String(i % 100).padStart(2, '0')}`,
      path: `/path/${Math.floor(i / 500)}`,
    };
    // Never on a whole second: 2.42 takes the left edge of a range in, version 3 does not.
    const firstMs = endMs - samples * STEP_MS + (i % 100) * 150 + 7;
    let total = 0;
    const timestamps = Float64Array.from({ length: samples }, (_, at) => firstMs + at * STEP_MS);
    const values = timestamps.map(() => {
      total = random() < 0.001 ? 0 : total + Math.floor(random() * 50);
      return total;
    });
    return { labels, timestamps, values };
  });
}

/** The same as OpenMetrics text, piece by piece. */
export function* openMetrics(series) {
  yield '# TYPE bench_requests counter\n';
  for (const { labels, timestamps, values } of series) {
    const { __name__: name, ...rest } = labels;
    const pairs = Object.entries(rest).map(([key, value]) => `${key}="${value}"`);
    const metric = `${name}{${pairs.join(',')}}`;
    yield Array.from(timestamps, (timeMs, at) => `${metric} ${values[at]} ${(timeMs / 1000).toFixed(3)}\n`).join('');
  }
  yield '# EOF\n';
}

function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
