import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { registerHostMetrics } from './host-metrics.ts';
import { createMetrics } from './metrics.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

it.skipIf(!hasPromtool)(
  `promtool finds nothing wrong${hasPromtool ? '' : ' (skipped: promtool is not installed)'}`,
  async () => {
    const metrics = createMetrics({ labels: { service: 'x' } });
    const host = registerHostMetrics(metrics, { mounts: ['/', '/tmp'] });
    metrics.counter({ name: 'presses_total', help: 'Presses.', labelNames: ['source'] }).inc({ source: 'a"\\\n' });
    metrics.gauge({ name: 'never_set', help: 'Nothing yet.' });
    metrics.gauge({ name: 'odd', help: 'Odd.' }).set(Number.NaN);
    metrics.timer({ name: 'wait_seconds', help: 'Wait.', labelNames: ['a'] }).start({ a: 'b' })();
    const text = await metrics.render();
    host.stop();
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(stdout + stderr).toBe('');
    expect(status).toBe(0);
  },
);
