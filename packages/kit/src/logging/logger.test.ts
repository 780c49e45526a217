import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withContext } from '../context/context.ts';
import { parseLevel } from './level.ts';
import { createLogger } from './line-logger.ts';
import { logPerformance, timed } from './performance.ts';
import { formatPretty } from './pretty.ts';
import { logRequest } from './request.ts';
import { recordedLogger } from './testing.ts';

describe('a line', () => {
  it('is one JSON object with time, level, logger, message, context, pid, fields and exception', () => {
    const { logger, last } = recordedLogger({ name: 'doorbell', base: { version: '1.0.0' } });
    const pipeline = logger.child({ worker: 1 }, 'pipeline');
    const error = new TypeError('bad face', { cause: new Error('no model') });
    withContext({ correlationId: 'c1', traceId: 't1', stage: 'face_recognition' }, () =>
      pipeline.error('press failed', { durationMs: 41, error }),
    );
    const { timestamp, ...line } = last();
    expect(new Date(String(timestamp)).toISOString()).toBe(timestamp);
    expect(line).toEqual({
      level: 'error',
      logger: 'doorbell.pipeline',
      message: 'press failed',
      context: { correlationId: 'c1', traceId: 't1', stage: 'face_recognition' },
      pid: process.pid,
      version: '1.0.0',
      worker: 1,
      durationMs: 41,
      exception: {
        type: 'TypeError',
        message: 'bad face',
        stack: expect.stringContaining('logger.test.ts'),
        cause: { type: 'Error', message: 'no model', stack: expect.any(String) },
      },
    });
  });

  it('has every name once, and fields cannot take the place of its own names', () => {
    const { logger, text, last } = recordedLogger({ base: { a: 1 } });
    logger
      .child({ a: 2 })
      .info('m', { a: 3, level: 'fatal', message: 'other', context: 1, pid: 1, logger: 'x', timestamp: 0 });
    expect(last()).toMatchObject({
      a: 3,
      level: 'info',
      message: 'm',
      level_: 'fatal',
      message_: 'other',
      context: {},
    });
    expect(text().match(/"(?:a|level|message|context|pid|logger|timestamp)":/g)).toHaveLength(7);
  });

  it('is written whatever the fields are', () => {
    const { logger, last, lines } = recordedLogger();
    const circle: Record<string, unknown> = { name: 'circle' };
    circle['self'] = circle;
    const unreadable = Object.defineProperty({}, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    let deep: unknown = 'bottom';
    for (let depth = 0; depth < 50; depth += 1) deep = { deep };
    logger.info('circle', { circle });
    expect(last()['circle']).toEqual({ name: 'circle', self: '[circular]' });
    logger.info('unreadable', { unreadable });
    expect(last()).toMatchObject({ message: 'unreadable', unreadable: 'Error: no' });
    logger.info('deep', { deep });
    logger.info('odd', { big: 1n, nan: Number.NaN, fn: () => 1, symbol: Symbol('s'), error: 'only text' });
    expect(last()).toMatchObject({ big: '1', nan: null, error: 'only text' });
    expect(lines()).toHaveLength(4);
  });

  it('never throws when the destination does', () => {
    const logger = createLogger({
      name: 'x',
      destination: {
        write: () => {
          throw new Error('disk full');
        },
      },
    });
    expect(() => logger.error('m')).not.toThrow();
  });
});

describe('levels', () => {
  it.each([
    ['DEBUG', 'debug'],
    ['INFO', 'info'],
    ['WARNING', 'warn'],
    ['ERROR', 'error'],
    ['CRITICAL', 'fatal'],
    ['info', 'info'],
  ])('%s means %s', (alias, level) => {
    expect(parseLevel(alias)).toBe(level);
  });

  it('names the levels when one is unknown', () => {
    expect(() => parseLevel('loud')).toThrow(
      'unknown log level "loud"; use one of trace, debug, info, warn, error, fatal, warning, critical',
    );
  });

  it('writes what is at or above the level, also in children', () => {
    const { logger, lines } = recordedLogger({ level: 'WARNING' });
    const child = logger.child({}, 'c');
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
      expect(child.isEnabled(level)).toBe(['warn', 'error', 'fatal'].includes(level));
      child[level]('m');
    }
    expect(lines().map((line) => line['level'])).toEqual(['warn', 'error', 'fatal']);
  });
});

it('keeps the context of a hundred tasks at once apart', async () => {
  const { logger, lines } = recordedLogger();
  const task = (id: string) =>
    withContext({ correlationId: id }, async () => {
      for (let step = 0; step < 10; step += 1) {
        await nextTurn();
        await withContext({ step }, () => Promise.resolve().then(() => logger.info(id)));
      }
    });
  await Promise.all(Array.from({ length: 100 }, (_, index) => task(`task-${index}`)));
  logger.info('outside');
  const [outside, ...inside] = lines().toReversed();
  expect(outside?.['context']).toEqual({});
  expect(inside).toHaveLength(1000);
  for (const { message, context } of inside) expect(context).toMatchObject({ correlationId: message });
});

describe('performance and request lines', () => {
  it('tell duration, success and rate', () => {
    const { logger, last } = recordedLogger();
    logPerformance(logger, 'import', 500, true, { itemsProcessed: 20 });
    expect(last()).toMatchObject({
      level: 'info',
      operation: 'import',
      durationMs: 500,
      success: true,
      ratePerSecond: 40,
    });
    logPerformance(logger, 'import', 5, false, { error: new Error('x') });
    expect(last()).toMatchObject({ level: 'warn', success: false, exception: { message: 'x' } });
  });

  it('measure a function, and pass its failure on', async () => {
    const { logger, last } = recordedLogger();
    let nowMs = 0;
    const clock = () => nowMs;
    await expect(
      timed(
        logger,
        'ok',
        () => {
          nowMs += 7;
          return 'result';
        },
        clock,
      ),
    ).resolves.toBe('result');
    expect(last()).toMatchObject({ operation: 'ok', durationMs: 7, success: true });
    await expect(timed(logger, 'bad', () => Promise.reject(new Error('no')), clock)).rejects.toThrow('no');
    expect(last()).toMatchObject({ operation: 'bad', success: false, exception: { message: 'no' } });
  });

  it.each([
    [200, 'info'],
    [404, 'warn'],
    [503, 'error'],
  ])('say %i as %s', (status, level) => {
    const { logger, last } = recordedLogger();
    logRequest(logger, { method: 'GET', path: '/x?token=abcdef12', status, durationMs: 3 });
    expect(last()).toMatchObject({ level, method: 'GET', path: '/x?token=[redacted]', status, durationMs: 3 });
  });
});

describe('pretty', () => {
  it('is one line of text, with the stack beneath', () => {
    const { logger, text } = recordedLogger({ format: 'pretty', name: 'doorbell' });
    logger.info('face recognised', { durationMs: 41, person: 'Ada L' });
    expect(text()).toMatch(/^\S+Z {2}INFO {3}doorbell {2}face recognised {2}durationMs=41 person="Ada L"\n$/);
    logger.error('failed', { error: new Error('x', { cause: new Error('y') }) });
    expect(text()).toMatch(/Error: x\n {4}at [\s\S]*caused by\n {8}Error: y/);
  });

  it('lets nothing that was logged start a line or command the terminal', () => {
    const record = {
      level: 'info',
      timestamp: 't',
      logger: 'l',
      message: 'a\nb\u001b[2J',
      context: { x: '\r\u009b1m' },
    };
    expect(formatPretty(JSON.stringify(record))).toBe('t  INFO   l  a\\nb\\u001b[2J  x="\\r\\u009b1m"');
  });
});
