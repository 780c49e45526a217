import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const kit = fileURLToPath(new URL('..', import.meta.url));
/** The kit as it ships, beside its sources, so that packages are found. */
const built = mkdtempSync(path.join(kit, '.loading-'));
afterAll(() => rmSync(built, { recursive: true }));

const packing = spawnSync(process.execPath, [path.join(kit, 'build.mjs'), built], { encoding: 'utf8' });
if (packing.status !== 0) throw new Error(packing.stderr);
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

it('a configuration costs little more than zod and yaml would alone', () => {
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
  expect(bestMs(program)).toBeLessThan(1.5 * bestMs(packages));
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

it('what it hands over as a file is there', () => {
  const program = `
    const { exportVerifierPath } = await import('./audit/index.js');
    console.log(exportVerifierPath());`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: built,
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe(path.join(built, 'audit', 'verify-export.mjs'));
  expect(existsSync(stdout.trim())).toBe(true);
});
