import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { recordedLogger } from '../logging/testing.ts';
import type { ShutdownOptions } from './shutdown.ts';
import { createShutdown } from './stepwise-shutdown.ts';

function testShutdown(options: Partial<ShutdownOptions> = {}) {
  const clock = virtualClock();
  const { logger, lines } = recordedLogger();
  const exits: number[] = [];
  const exit = (code: number) => void exits.push(code);
  const shutdown = createShutdown({ logger, clock, exit, signals: ['SIGUSR2'], ...options });
  return { shutdown, clock, exits, lines };
}

/** Runs everything that is due, with virtual time standing still. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

afterEach(() => void process.removeAllListeners('SIGUSR2'));

describe('run', () => {
  it('runs the steps one after the other, the last named first', async () => {
    const { shutdown, clock, exits } = testShutdown();
    const done: string[] = [];
    shutdown.onStop('database', () => void done.push('database'));
    shutdown.onStop('queue', async () => {
      done.push('queue begins');
      await clock.sleep(100);
      done.push('queue ends');
    });
    shutdown.onStop('server', () => void done.push('server'));
    const result = shutdown.run('test');
    await clock.advance(100);
    expect(await result).toEqual({ clean: true });
    expect(done).toEqual(['server', 'queue begins', 'queue ends', 'database']);
    expect(exits).toEqual([]);
  });

  it('runs them once, however often it is called', async () => {
    const { shutdown } = testShutdown();
    let count = 0;
    shutdown.onStop('a', () => {
      count += 1;
    });
    const results = await Promise.all([shutdown.run('one'), shutdown.run('two')]);
    await shutdown.run('three');
    expect(count).toBe(1);
    expect(results).toEqual([{ clean: true }, { clean: true }]);
  });

  it('goes on after a step that fails, says which, and is not clean', async () => {
    const { shutdown, lines } = testShutdown();
    let isClosed = false;
    shutdown.onStop('close', () => {
      isClosed = true;
    });
    shutdown.onStop('flush', () => Promise.reject(new Error('disk full')));
    expect(await shutdown.run('test')).toEqual({ clean: false });
    expect(isClosed).toBe(true);
    const [failure] = lines().filter((line) => line['level'] === 'error');
    expect(failure).toMatchObject({ step: 'flush', exception: { message: 'disk full' } });
  });

  it('forces the exit with 1 at the deadline, aborts the step and names it', async () => {
    const { shutdown, clock, exits, lines } = testShutdown({ deadlineMs: 5000 });
    let isAborted = false;
    let isReached = false;
    shutdown.onStop('never', () => {
      isReached = true;
    });
    shutdown.onStop('hanging', (signal) => {
      signal.addEventListener('abort', () => {
        isAborted = true;
      });
      return new Promise(() => undefined);
    });
    const result = shutdown.run('test');
    await clock.advance(4999);
    expect(exits).toEqual([]);
    await clock.advance(1);
    expect(await result).toEqual({ clean: false });
    expect([exits, isAborted, isReached]).toEqual([[1], true, false]);
    expect(lines().at(-1)).toMatchObject({ level: 'error', step: 'hanging' });
  });

  it('starts no further step when the one that was late gives in to the abort', async () => {
    const { shutdown, clock, exits } = testShutdown({ deadlineMs: 10 });
    let isReached = false;
    shutdown.onStop('next', () => {
      isReached = true;
    });
    shutdown.onStop('late', (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())));
    const result = shutdown.run('test');
    await clock.advance(10);
    await result;
    await turn();
    expect([exits, isReached]).toEqual([[1], false]);
  });
});

describe('the order', () => {
  it('is readiness, servers, the steps in reverse, the flushes, whatever was named when', async () => {
    const { shutdown } = testShutdown();
    const done: string[] = [];
    const step = (name: string) => () => void done.push(name);
    shutdown.onFlush('spans', step('spans'));
    shutdown.onStop('database', step('database'));
    shutdown.readiness({ setShuttingDown: step('readiness') });
    const server = createServer();
    shutdown.server({ server, close: step('fastify') });
    shutdown.onStop('queue', step('queue'));
    expect(shutdown.stopping.aborted).toBe(false);
    const stopped = shutdown.run('test');
    expect(shutdown.stopping.aborted).toBe(true);
    expect(await stopped).toEqual({ clean: true });
    expect(done).toEqual(['readiness', 'fastify', 'queue', 'database', 'spans']);
  });

  it('is not ready for the whole grace before the servers close', async () => {
    const { shutdown, clock } = testShutdown({ graceMs: 3000 });
    let isReady = true;
    let isClosed = false;
    shutdown.readiness({
      setShuttingDown: () => {
        isReady = false;
      },
    });
    shutdown.server({
      server: createServer(),
      close: () => {
        isClosed = true;
      },
    });
    const stopped = shutdown.run('test');
    await clock.advance(2999);
    expect([isReady, isClosed]).toEqual([false, false]);
    await clock.advance(1);
    expect(await stopped).toEqual({ clean: true });
    expect(isClosed).toBe(true);
  });

  it('flushes at the deadline too, and waits for that only so long', async () => {
    const { shutdown, clock, exits } = testShutdown({ deadlineMs: 1000 });
    let flushes = 0;
    shutdown.onFlush('spans', () => {
      flushes += 1;
    });
    shutdown.onFlush('hanging', () => new Promise(() => undefined));
    shutdown.onStop('hanging', () => new Promise(() => undefined));
    const result = shutdown.run('test');
    await clock.advance(1000);
    expect([flushes, exits]).toEqual([1, []]);
    await clock.advance(2000);
    expect([flushes, exits, await result]).toEqual([1, [1], { clean: false }]);
  });
});

describe('a signal', () => {
  it('stops and exits 0 when clean', async () => {
    const { shutdown, exits, lines } = testShutdown();
    let isStopped = false;
    shutdown.onStop('a', () => {
      isStopped = true;
    });
    shutdown.listen();
    process.emit('SIGUSR2', 'SIGUSR2');
    await turn();
    expect([isStopped, exits]).toEqual([true, [0]]);
    expect(lines()[0]).toMatchObject({ message: 'stopping', reason: 'SIGUSR2' });
  });

  it('exits 1 when a step failed', async () => {
    const { shutdown, exits } = testShutdown();
    shutdown.onStop('a', () => Promise.reject(new Error('x')));
    shutdown.listen();
    process.emit('SIGUSR2', 'SIGUSR2');
    await turn();
    expect(exits).toEqual([1]);
  });

  it('a second time exits 1 at once', async () => {
    const { shutdown, exits } = testShutdown();
    shutdown.onStop('hanging', () => new Promise(() => undefined));
    shutdown.listen();
    process.emit('SIGUSR2', 'SIGUSR2');
    await turn();
    expect(exits).toEqual([]);
    process.emit('SIGUSR2', 'SIGUSR2');
    expect(exits).toEqual([1]);
  });

  it('after a stop that was asked for by the program is the second one only while it runs', async () => {
    const { shutdown, exits } = testShutdown();
    shutdown.listen();
    await shutdown.run('test');
    process.emit('SIGUSR2', 'SIGUSR2');
    await turn();
    expect(exits).toEqual([0]);
  });
});
