// OTLP in: spans, log records and data points decoded from protobuf and from JSON, beside JSON.parse of the same body.
//
//     npm run build && node bench/otlp.mjs [--items 512] [--seconds 1]
//
// A body is what an SDK sends at once: so many items of one resource, each with ten attributes. What counts is processor
// time: other work on the machine disturbs it little. "to nouns" is what a request costs in all before it is stored.
import { parseArgs } from 'node:util';

const dist = (path) => import(new URL(`../packages/server/dist/watch/otlp/${path}.js`, import.meta.url).href);
const { values: flags } = parseArgs({
  options: { items: { type: 'string', default: '512' }, seconds: { type: 'string', default: '1' } },
});
const items = Number(flags.items);
const MOST = 500_000;
const START_NANOS = 1_700_000_000_000_000_000n;

const [{ decode, encode }, { readSpans }, { readLogRecords }, { writeSamples }, { DeltaTotals }, ...schemas] =
  await Promise.all([
    dist('encoding'),
    dist('nouns/spans'),
    dist('nouns/log-records'),
    dist('samples/write-samples'),
    dist('samples/delta-totals'),
    ...['traces', 'logs', 'metrics'].map((name) => dist(`schema/${name}`)),
  ]);
const [{ TracesRequest }, { LogsRequest }, { MetricsRequest }] = schemas;
const appender = { append: () => 'ok', commit: async () => {} };

measure('spans', TracesRequest, traces(), readSpans);
measure('log records', LogsRequest, logs(), (request) => readLogRecords(request, 0));
measure('data points', MetricsRequest, metrics(), (request) =>
  writeSamples(request, { appender, totals: new DeltaTotals(), nowMs: Date.now() }),
);

function measure(name, message, request, toNouns) {
  const [json, protobuf] = ['json', 'protobuf'].map((encoding) => encode(encoding, message, request));
  const decodeJson = () => decode('json', message, json, MOST);
  const decodeProtobuf = () => decode('protobuf', message, protobuf, MOST);
  const rows = {
    'JSON.parse': perSecond(() => JSON.parse(json.toString())),
    'JSON decoded': perSecond(decodeJson),
    'JSON to nouns': perSecond(() => toNouns(decodeJson())),
    'protobuf decoded': perSecond(decodeProtobuf),
    'protobuf to nouns': perSecond(() => toNouns(decodeProtobuf())),
    'protobuf encoded': perSecond(() => encode('protobuf', message, request)),
  };
  console.log(`${items} ${name}: JSON ${json.length} bytes, protobuf ${protobuf.length} bytes`);
  console.table(
    Object.entries(rows).map(([what, rate]) => ({
      what,
      [`${name} per CPU second`]: Math.round(rate),
      'of JSON.parse': Number((rate / rows['JSON.parse']).toFixed(2)),
    })),
  );
}

function perSecond(work) {
  const untilMs = Number(flags.seconds) * 1_000;
  for (const warmUp = cpuMs(); cpuMs() - warmUp < untilMs / 4; ) work();
  const began = cpuMs();
  let rounds = 0;
  for (; cpuMs() - began < untilMs; rounds++) work();
  return (rounds * items * 1_000) / (cpuMs() - began);
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function resource() {
  const names = ['service.name', 'service.version', 'service.instance.id', 'host.name', 'process.pid', 'os.type'];
  return { attributes: names.map((key) => ({ key, value: { stringValue: `value of ${key}` } })) };
}

function attributes(index) {
  const texts = [
    'http.request.method',
    'url.path',
    'server.address',
    'user_agent.original',
    'network.protocol.version',
  ];
  const numbers = ['http.response.status_code', 'server.port', 'retry.count', 'queue.length'];
  return [
    ...texts.map((key) => ({ key, value: { stringValue: `/api/v1/things/${index}` } })),
    ...numbers.map((key) => ({ key, value: { intValue: 200 + index } })),
    { key: 'cache.hit', value: { boolValue: index % 2 === 0 } },
  ];
}

function hex(index, length) {
  return (index + 1).toString(16).padStart(length, 'a');
}

function traces() {
  const spans = Array.from({ length: items }, (_, index) => ({
    traceId: hex(index >> 3, 32),
    spanId: hex(index, 16),
    parentSpanId: hex(index - 1, 16),
    name: 'GET /api/v1/things/{id}',
    kind: 2,
    startTimeUnixNano: START_NANOS + BigInt(index) * 1_000_000n,
    endTimeUnixNano: START_NANOS + BigInt(index) * 1_000_000n + 45_678n,
    attributes: attributes(index),
    status: { code: 1 },
  }));
  return { resourceSpans: [{ resource: resource(), scopeSpans: [{ scope: { name: 'bench', version: '1' }, spans }] }] };
}

function logs() {
  const logRecords = Array.from({ length: items }, (_, index) => ({
    timeUnixNano: START_NANOS + BigInt(index) * 1_000_000n,
    severityNumber: 9,
    severityText: 'INFO',
    body: { stringValue: `the thing number ${index} was asked for and answered` },
    attributes: attributes(index),
    traceId: hex(index >> 3, 32),
    spanId: hex(index, 16),
  }));
  return { resourceLogs: [{ resource: resource(), scopeLogs: [{ scope: { name: 'bench' }, logRecords }] }] };
}

function metrics() {
  const dataPoints = Array.from({ length: items }, (_, index) => ({
    startTimeUnixNano: START_NANOS,
    timeUnixNano: START_NANOS + 1_000_000_000n,
    asDouble: index * 1.5,
    attributes: attributes(index),
  }));
  const sum = { dataPoints, aggregationTemporality: 2, isMonotonic: true };
  const metric = { name: 'http.server.requests', unit: '{request}', sum };
  return { resourceMetrics: [{ resource: resource(), scopeMetrics: [{ scope: {}, metrics: [metric] }] }] };
}
