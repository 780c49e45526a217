import { describe, expect, it } from 'vitest';
import { withContext } from '../context/context.ts';
import { logged, logMethodCall } from './log-method.ts';
import { timed } from './performance.ts';
import { queryLog } from './query-log.ts';
import { standardOutputDestination } from './standard-output.ts';
import { recordedLogger } from './testing.ts';

function ticking(stepMs = 7) {
  let nowMs = 0;
  return () => {
    nowMs += stepMs;
    return nowMs;
  };
}

describe('a call', () => {
  it('is told with arguments by name, duration, and the size of its result', async () => {
    const { logger, last } = recordedLogger();
    const find = logged(logger, 'find', async (place: string, most = 3) => [place, most], { monotonicMs: ticking() });
    await expect(find('Bonn', 2)).resolves.toEqual(['Bonn', 2]);
    const said = { call: 'find', arguments: { place: 'Bonn', most: 2 }, durationMs: 7, result: 'array of 2' };
    expect(last()).toMatchObject({ level: 'debug', message: 'find returned', ...said });
  });

  it.each([
    ['text', 'text of 4 characters'],
    [new Map([[1, 1]]), 'Map of 1'],
    [Buffer.alloc(9), '9 bytes'],
    [{ a: 1, b: 2 }, 'Object with 2 fields'],
    [undefined, 'undefined'],
    [5, 'number'],
  ])('never tells what its result holds: %j', (result, said) => {
    const { logger, last } = recordedLogger();
    expect(logged(logger, 'f', () => result)()).toBe(result);
    expect(last()['result']).toBe(said);
  });

  it('passes its failure on, and tells it', async () => {
    const { logger, last } = recordedLogger();
    const error = new Error('no');
    const sync = logged(logger, 'f', () => {
      throw error;
    });
    expect(sync).toThrow(error);
    expect(last()).toMatchObject({ level: 'error', message: 'f failed', exception: { message: 'no' } });
    await expect(logged(logger, 'g', () => Promise.reject(error))()).rejects.toBe(error);
    expect(last()).toMatchObject({ message: 'g failed' });
  });

  it('of a method keeps its object', () => {
    const { logger, last } = recordedLogger();
    const gallery = { people: ['ada'], count: (_place: string) => 0 };
    gallery.count = logMethodCall(logger, { level: 'info', withArguments: false })(
      function count(this: typeof gallery) {
        return this.people.length;
      },
      { name: 'count' },
    );
    expect(gallery.count('door')).toBe(1);
    expect(last()).toMatchObject({ level: 'info', call: 'count' });
    expect(last()).not.toHaveProperty('arguments');
  });
});

describe('a statement', () => {
  it('is told with its duration, its rows, and how many parameters it had', async () => {
    const { logger, last } = recordedLogger();
    const queries = queryLog(logger, { monotonicMs: ticking() });
    const rows = await queries.run(
      `SELECT * FROM people WHERE name = 'ada' AND id = $1`,
      ['x9'],
      () => [1, 2],
      (found) => found.length,
    );
    expect(rows).toEqual([1, 2]);
    expect(last()).toMatchObject({
      level: 'debug',
      statement: 'SELECT * FROM people WHERE name = ? AND id = $1',
      durationMs: 7,
      parameterCount: 1,
      rows: 2,
    });
    expect(JSON.stringify(last())).not.toMatch(/x9|ada/);
  });

  it('is a warning when it is slow and an error when it fails', async () => {
    const { logger, last } = recordedLogger();
    const queries = queryLog(logger, { slowMs: 5, monotonicMs: ticking() });
    await queries.run('SELECT 1', [], () => 1);
    expect(last()).toMatchObject({ level: 'warn', message: 'slow statement' });
    await expect(queries.run('SELECT 1', [], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(last()).toMatchObject({ level: 'error', exception: { message: 'no' } });
  });
});

it('a timed operation tells its items and rate, and its lines have its name', async () => {
  const { logger, lines } = recordedLogger();
  const run = async (work: { processed(items: number): void; note(fields: object): void }) => {
    logger.info('inside');
    work.processed(20);
    work.processed(15);
    work.note({ source: 'calendar' });
  };
  await withContext({ correlationId: 'c1' }, () => timed(logger, 'import', run, ticking(500)));
  expect(lines()[0]).toMatchObject({ context: { correlationId: 'c1', operation: 'import' } });
  expect(lines()[1]).toMatchObject({
    success: true,
    itemsProcessed: 35,
    ratePerSecond: 70,
    source: 'calendar',
    durationMs: 500,
  });
});

describe('what stands after the message', () => {
  it.each<[string, unknown[], string]>([
    ['%s has %d of %i', ['ada', '3', 4.9], 'ada has 3 of 4'],
    ['100%% of %s', ['it'], '100% of it'],
    ['%j and %o', [{ a: 1 }, [1]], '{"a":1} and [1]'],
    ['missing %s %s', ['one'], 'missing one %s'],
    ['more', ['a', 1], 'more a 1'],
    ['GET /a%sb', [{ path: '/' }], 'GET /a%sb'],
  ])('%s', (message, values, text) => {
    const { logger, last } = recordedLogger();
    logger.info(message, ...values);
    expect(last()['message']).toBe(text);
  });

  it('may end with fields or an error', () => {
    const { logger, last } = recordedLogger();
    logger.info('%s pressed', 'ada', { durationMs: 4 });
    expect(last()).toMatchObject({ message: 'ada pressed', durationMs: 4 });
    logger.error('%s failed', 'press', new Error('no'));
    expect(last()).toMatchObject({ message: 'press failed', exception: { message: 'no' } });
  });
});

describe('standard output', () => {
  function pipe(room: number) {
    let left = room;
    const taken: string[] = [];
    const write = (bytes: Buffer) => {
      if (left === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' });
      const part = bytes.subarray(0, left);
      left -= part.length;
      taken.push(part.toString());
      return part.length;
    };
    return { write, text: () => taken.join(''), drain: () => (left = 1000) };
  }

  it('waits once for a reader that stands still; then lines are lost, whole, until it goes on', () => {
    const reader = pipe(9);
    const output = standardOutputDestination(reader.write);
    for (const line of ['first\n', 'second\n', 'third\n', 'fourth\n']) output.write(line);
    reader.drain();
    output.write('fifth\n');
    expect(reader.text()).toBe('first\nsecond\nfifth\n');
  });

  it('survives a reader that is gone', () => {
    const output = standardOutputDestination(() => {
      throw Object.assign(new Error('gone'), { code: 'EPIPE' });
    });
    expect(() => output.write('line\n')).not.toThrow();
  });
});
