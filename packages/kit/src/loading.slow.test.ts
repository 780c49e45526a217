import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, expect, it } from 'vitest';

const source = fileURLToPath(new URL('.', import.meta.url));
/** Beside the sources, so that packages are found; one file a source file, as the kit is shipped. */
const built = mkdtempSync(path.join(source, '..', '.loading-'));
afterAll(() => rmSync(built, { recursive: true }));

for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.ts') || /test\.ts$|testing\.ts$/.test(file)) continue;
  const { code } = transformSync(readFileSync(path.join(source, file), 'utf8'), { loader: 'ts', target: 'es2023' });
  const target = path.join(built, file.replace(/\.ts$/, '.js'));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, code.replaceAll(/(from\s*|import\()(['"]\.[^'"]*)\.ts(['"])/g, '$1$2.js$3'));
}
writeFileSync(path.join(built, 'package.json'), '{"type":"module"}');

/**
 * Milliseconds of processor time that a program says it took, in the best of some attempts: others are at work on this
 * machine as well, and starting is work of the processor alone.
 */
function bestMs(program: string, attempts = 9): number {
  const times = Array.from({ length: attempts }, () => {
    const options = { encoding: 'utf8', cwd: built } as const;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], options);
    expect(stderr).toBe('');
    return Number(/started in ([\d.]+)/.exec(stdout)?.[1]);
  });
  return Math.min(...times);
}

const end = `
    const used = process.cpuUsage(began);
    console.log('started in', (used.user + used.system) / 1000);`;

it('the whole kit is loaded and started in less than 150 ms', () => {
  const program = `
    const began = process.cpuUsage();
    const kit = await import('./index.js');
    const destination = { write: () => undefined };
    const logger = kit.createLogger({ name: 'x', destination });
    const metrics = kit.createMetrics();
    const host = kit.registerHostMetrics(metrics);
    const health = kit.createHealth();
    health.register('resources', kit.systemResourcesCheck());
    const tracing = kit.createTracing({ service: 'x', enabled: true, logger, metrics });
    const shutdown = kit.createShutdown({ logger });
    kit.createMetricsCollector(metrics);
    kit.httpListener({ logger, metrics, health, tracing, shutdown }, () => undefined);
    logger.info('started', { error: new Error('as a matter of form') });
    ${end}
    host.stop();`;
  expect(bestMs(program)).toBeLessThan(150);
});

it('a configuration adds zod and yaml, and little of its own', () => {
  const packages = `
    const began = process.cpuUsage();
    await import('zod');
    await import('yaml');
    ${end}`;
  const program = `
    const began = process.cpuUsage();
    const { z } = await import('zod');
    const { Duration, loadConfig } = await import('./config/index.js');
    const schema = z.strictObject({ port: z.int(), stop: Duration });
    loadConfig({ schema, text: 'port: 1\\nstop: 5s', file: 'x.yaml', env: {} });
    ${end}`;
  expect(bestMs(program)).toBeLessThan(2 * bestMs(packages));
});

it('tracing starts in a small part of that, and leaves its exporters for later', () => {
  const program = `
    const began = process.cpuUsage();
    const { createTracing } = await import('./tracing/index.js');
    const exporter = { kind: 'otlp', endpoint: 'http://127.0.0.1:1/v1/traces' };
    createTracing({ service: 'x', enabled: true, exporter }).span('first', {}, () => undefined);
    ${end}`;
  expect(bestMs(program)).toBeLessThan(50);
});
