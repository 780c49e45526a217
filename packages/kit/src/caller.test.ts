import { expect, it } from 'vitest';
import { recordedLogger } from './logging/testing.ts';

it('a line tells where it was written when it is asked to', () => {
  const { logger, last } = recordedLogger({ callSite: true });
  (function somewhere() {
    logger.info('m');
  })();
  expect(last()['caller']).toEqual({
    module: expect.stringContaining('caller.test.ts'),
    function: 'somewhere',
    line: expect.any(Number),
  });
});
