import { describe, expect, it } from 'vitest';
import { withContext } from '../context/context.ts';
import type { SecretCase } from '../redaction/secret-case-testing.ts';
import { secretNames, secretTexts } from '../redaction/testing.ts';
import { logged } from './log-method.ts';
import type { Logger } from './logger.ts';
import { logPerformance, timed } from './performance.ts';
import { queryLog } from './query-log.ts';
import { logRequest } from './request.ts';
import { recordedLogger } from './testing.ts';

type Write = (logger: Logger, text: string) => unknown;

const failing = (text: string) => () => {
  throw new Error(text);
};

/** Every way for a text into a log. */
const places: Readonly<Record<string, Write>> = {
  'the message': (logger, text) => logger.info(text),
  'the message, with fields': (logger, text) => logger.info(text, { n: 1 }),
  'an argument': (logger, text) => logger.info('said %s today', text),
  'an argument as JSON': (logger, text) => logger.info('said %j today', { text: [text] }),
  'an argument without a placeholder': (logger, text) => logger.info('said', text),
  'a field': (logger, text) => logger.info('m', { note: text }),
  'the name of a field': (logger, text) => logger.info('m', { [text]: 1, nested: { [text]: 1 } }),
  'a nested field': (logger, text) => logger.info('m', { a: [{ b: [[text]] }] }),
  'a map and a set': (logger, text) => logger.info('m', { map: new Map([[text, text]]), set: new Set([text]) }),
  'an object that writes itself': (logger, text) => logger.info('m', { own: { toJSON: () => text } }),
  'a buffer': (logger, text) => logger.info('m', { body: Buffer.from(text), view: new DataView(new ArrayBuffer(4)) }),
  'an error': (logger, text) => logger.error('m', { error: new Error(text) }),
  'an error in place of fields': (logger, text) => logger.error('m', new Error(text)),
  'an error in a field': (logger, text) => logger.warn('m', { reason: new TypeError(text) }),
  'a cause': (logger, text) => logger.error('m', { err: new Error('x', { cause: new Error('y', { cause: text }) }) }),
  'an aggregated error': (logger, text) => logger.error('m', { error: new AggregateError([new Error(text)], 'x') }),
  "an error's own property": (logger, text) =>
    logger.error('m', { error: Object.assign(new Error('x'), { response: { body: text }, url: text }) }),
  "an error's name and code": (logger, text) =>
    logger.error('m', { error: Object.assign(new Error('x'), { name: text, code: text }) }),
  "a child's fields": (logger, text) => logger.child({ note: text }, 'c').info('m'),
  "a child's name": (logger, text) => logger.child({}, text).info('m'),
  'the context': (logger, text) => withContext({ note: text, deep: { note: text } }, () => logger.info('m')),
  'a performance line': (logger, text) =>
    logPerformance(logger, text, 5, false, { error: new Error(text), note: text }),
  'a timed operation': (logger, text) => timed(logger, 'x', failing(text)).catch(() => undefined),
  'a request line': (logger, text) =>
    logRequest(logger, { method: 'GET', path: `/x?q=1&${text}`, status: 200, durationMs: 1, fields: { agent: text } }),
  'the arguments of a call': (logger, text) => logged(logger, 'call', (note: unknown) => note)({ note: [text] }),
  'the error of a call': (logger, text) => {
    try {
      logged(logger, 'call', failing(text))();
    } catch {
      // It is passed on, as it should be.
    }
  },
  'a statement': (logger, text) => queryLog(logger).record({ statement: `SELECT 1 -- ${text}`, durationMs: 1 }),
  "a statement's error": (logger, text) =>
    queryLog(logger).record({ statement: 'SELECT 1', durationMs: 1, error: new Error(text) }),
};

function leaksOf(output: string, { secrets }: SecretCase): string[] {
  return secrets.filter((secret) => output.includes(secret));
}

describe.each(Object.entries(places))('in %s', (_place, write) => {
  it.each(['json', 'pretty'] as const)('no secret is written as %s', async (format) => {
    const leaks: unknown[] = [];
    // Pretty lines are made of the JSON ones: a part of the corpus is enough for them.
    const cases = format === 'json' ? secretTexts : secretTexts.filter((_, index) => index % 7 === 0);
    for (const each of cases) {
      const { logger, text } = recordedLogger({ format });
      await write(logger, each.text);
      expect(text()).not.toBe('');
      if (leaksOf(text(), each).length > 0) leaks.push([each.what, each.text, text()]);
    }
    expect(leaks.slice(0, 5)).toEqual([]);
  });
});

describe('under a name that tells', () => {
  const secret = 'plain words nobody would suspect';

  it.each(secretNames)('nothing is written: %s', (name) => {
    const { logger, text } = recordedLogger();
    logger.info('m', { [name]: secret });
    logger.info('m', { [name]: { nested: [secret] }, other: { [name]: [secret] } });
    logger.info('m', { headers: [{ name, value: secret }], entries: [[name, secret]] });
    logger.info('m', { map: new Map([[name, secret]]) });
    logger.info('said %j', { [name]: secret });
    logger.error('m', { error: Object.assign(new Error('x'), { [name]: secret, config: { [name]: secret } }) });
    logger.child({ [name]: secret }).info('m');
    withContext({ [name]: secret }, () => logger.info('m'));
    expect(text()).not.toContain('nobody');
    expect(text().match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(10);
  });

  it('the arguments of a call are known by the names of their parameters', () => {
    const { logger, last } = recordedLogger();
    const signIn = logged(logger, 'signIn', (user: string, password: string) => `${user}${password.length}`);
    signIn('ada', secret);
    expect(last()).toMatchObject({ arguments: { user: 'ada', password: '[redacted]' } });
  });

  it('secrets that stand in two arguments are found once they are put together', () => {
    const { logger, text } = recordedLogger();
    logger.info('%s=%s', 'password', 'hunter2x9');
    logger.info('Authorization:', 'Bearer', 'hunter2x9');
    logger.info('token %s', 'hunter2x9hunter2x9');
    logger.info('m', { argv: ['run', '--token', 'hunter2x9'], rawHeaders: ['Cookie', 'hunter2x9'] });
    logger.info('m', {
      headers: new Headers({ authorization: 'hunter2x9' }),
      form: new URLSearchParams({ pwd: 'hunter2x9' }),
    });
    expect(text()).not.toContain('hunter2x9');
  });
});
