import { expect, it } from 'vitest';
import { checkWorkers } from './checks.ts';

const worker = (name: string, type: string, healthy: boolean) => ({ worker: name, type, healthy });

it('is degraded while one of several workers of a kind is gone, unhealthy when none is left', () => {
  const camera = worker('camera-0', 'camera', true);
  expect(checkWorkers([camera, worker('camera-1', 'camera', true)]).status).toBe('healthy');
  expect(checkWorkers([camera, worker('camera-1', 'camera', false)]).status).toBe('degraded');
  expect(checkWorkers([camera, worker('thread-0', 'thread', false)])).toEqual({
    status: 'unhealthy',
    message: 'not running or stuck: thread-0',
  });
});
