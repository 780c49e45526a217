import { createMetrics, registerHostMetrics } from '@seaworthy/kit/metrics';
import { readCounters } from '../../packages/proxy/src/counting/read-counters.ts';
import { Tally } from '../../packages/proxy/src/counting/tally.ts';
import { writeMetrics } from '../../packages/proxy/src/counting/write-metrics.ts';
import { code, page, section, table } from './markdown.ts';
import { metricsOfProgram } from './metric-definitions.ts';
import type { MetricLine } from './metric-text.ts';
import { readMetricText } from './metric-text.ts';

const intro = `In Prometheus' text format. What instances of the service measure is their own.`;

export async function metricsPage(): Promise<string> {
  const server = [...(await kitMetrics()), ...metricsOfProgram('packages/server/src/main.ts')];
  return page(
    'Metrics',
    intro,
    section('Control plane', '`GET /metrics` on the address of the console, with `metrics:read`.', metricTable(server)),
    section(
      'Proxy',
      '`GET /api/v1/proxy/metrics` on the address of the console, with `metrics:read`. A slot is `blue` or `green`, a target is an instance.',
      metricTable(readMetricText(proxyText())),
    ),
  );
}

function metricTable(metrics: readonly MetricLine[]): string {
  const sorted = [...metrics].sort((a, b) => (a.name < b.name ? -1 : 1));
  return table(
    ['metric', 'type', 'labels', 'help'],
    sorted.map(({ name, type, labels, help }) => [code(name), type, labels.map(code).join(', '), help]),
  );
}

/** Of every program that uses the kit: read at a scrape. */
async function kitMetrics(): Promise<MetricLine[]> {
  const metrics = createMetrics();
  const host = registerHostMetrics(metrics);
  const found = readMetricText(await metrics.render());
  host.stop();
  return found.map((line) => (line.name === 'metrics_series_dropped_total' ? { ...line, labels: ['metric'] } : line));
}

/** A proxy with one target and no request yet shows every metric with its labels. */
function proxyText(): string {
  const tally = new Tally();
  tally.target('instance');
  const startedAt = new Date(0).toISOString();
  const target = {
    id: 'instance',
    host: '127.0.0.1',
    port: 1,
    weight: 1,
    health: 'up',
    lastProbe: null,
    inFlight: 0,
  } as const;
  return writeMetrics(readCounters(tally, 0, 'none'), {
    pid: 1,
    startedAt,
    epoch: 'none',
    service: null,
    listen: null,
    paused: null,
    split: { blue: 100, green: 0 },
    slots: {
      blue: { name: 'blue', targets: [target], probe: null },
      green: { name: 'green', targets: [], probe: null },
    },
    workers: [],
    stateVersion: 0,
    restored: 'nothing',
  });
}
