import { expect, it } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { recordedLogger } from './testing.ts';

function sampledLogger() {
  const clock = virtualClock();
  return { clock, ...recordedLogger({ sampling: { first: 3, thenOneOf: 10, intervalMs: 1000, clock } }) };
}

it('writes the first lines of a message, then one of many, and tells how many it left out', async () => {
  const { clock, logger, lines } = sampledLogger();
  for (let number = 1; number <= 103; number += 1) logger.info('frame %d', number);
  expect(lines().map(({ message }) => message)).toEqual(
    [1, 2, 3, ...Array.from({ length: 10 }, (_, index) => 13 + 10 * index)].map((number) => `frame ${number}`),
  );
  await clock.advance(1000);
  expect(lines().at(-1)).toMatchObject({ level: 'info', message: 'left out: frame %d', leftOut: 90, intervalMs: 1000 });
  logger.info('frame %d', 104);
  expect(lines().at(-1)).toMatchObject({ message: 'frame 104' });
});

it('keeps messages, loggers and levels apart, and leaves out no warning', async () => {
  const { clock, logger, lines } = sampledLogger();
  for (let number = 0; number < 5; number += 1) {
    logger.info('a');
    logger.info('b');
    logger.child({}, 'other').info('a');
    logger.warn('a');
  }
  expect(lines()).toHaveLength(3 + 3 + 3 + 5);
  await clock.advance(1000);
  expect(lines().filter(({ leftOut }) => leftOut === 2)).toHaveLength(3);
});

it('tells what it left out when it is flushed, and nothing when it left out nothing', async () => {
  const { logger, lines } = sampledLogger();
  for (let number = 0; number < 4; number += 1) logger.debug('a');
  await logger.flush();
  expect(lines().at(-1)).toMatchObject({ leftOut: 1 });
  await logger.flush();
  expect(lines()).toHaveLength(4);
});
