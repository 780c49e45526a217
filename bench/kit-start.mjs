// How long the kit takes to load and start with everything around an HTTP server, beside pino and prom-client, which are a log
// and metrics alone, and beside what its configuration adds.
//
//     npm run build && node bench/kit-start.mjs [--rounds 10]
//
// Each start is a process of its own; they take turns in each round. Medians of the time that passes from the first import
// and of processor time are printed. The bar for the whole kit is 150 ms; a test asserts it. Nothing is asserted here.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });

const kit = `
  const kit = await import('@seaworthy/kit');
  const logger = kit.createLogger({ name: 'x', destination: { write: () => undefined } });
  const metrics = kit.createMetrics();
  kit.registerHostMetrics(metrics).stop();
  const health = kit.createHealth();
  health.register('resources', kit.systemResourcesCheck());
  const tracing = kit.createTracing({ service: 'x', enabled: true, logger, metrics });
  const shutdown = kit.createShutdown({ logger });
  kit.createResilience({ logger, metrics });
  const listener = kit.httpListener({ logger, metrics, health, tracing, shutdown }, () => undefined);
  kit.stopWithShutdown({ logger, health, shutdown }, (await import('node:http')).createServer(listener));
  logger.info('started');`;
const configuration = `
  const { z } = await import('zod');
  const { Duration, loadConfig } = await import('@seaworthy/kit/config');
  const schema = z.strictObject({ port: z.int(), stop: Duration });
  loadConfig({ schema, text: 'port: 1\\nstop: 5s', file: 'x.yaml', env: {} });`;
const peers = `
  const { pino } = await import('pino');
  const { default: client } = await import('prom-client');
  const logger = pino({ name: 'x' }, { write: () => undefined });
  client.collectDefaultMetrics();
  logger.info('started');`;

const cases = [
  ['the whole kit', kit],
  ['the kit and its configuration', kit + configuration],
  ['pino and prom-client', peers],
];
const times = cases.map(() => []);
for (let round = 0; round < Number(flags.rounds); round++) {
  for (const [index, [, program]] of cases.entries()) times[index].push(start(program));
}
console.table(
  cases.map(([what], index) => ({
    what,
    'ms from the first import (median)': median(times[index].map(({ passedMs }) => passedMs)),
    'ms of processor time (median)': median(times[index].map(({ usedMs }) => usedMs)),
  })),
);

function start(program) {
  const measured = `
    const [cpu, clock] = [process.cpuUsage(), performance.now()];
    ${program}
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(JSON.stringify({ passedMs: performance.now() - clock, usedMs: (user + system) / 1000 }));
    process.exit();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', measured], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

function median(numbers) {
  return Math.round(numbers.toSorted((a, b) => a - b)[numbers.length >> 1]);
}
