import { createEngine } from '@seaworthy/promql';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../platform/testing.ts';
import { read, testApi } from './testing.ts';

describe('query', () => {
  it('answers with a vector at a time, now by default', async () => {
    const { get } = testApi();
    const { body } = await get('/query', { query: 'requests_total{instance="a"}' });
    const metric = { __name__: 'requests_total', instance: 'a', job: 'api' };
    const result = [{ metric, value: [1000, '100'] }];
    expect(body).toEqual({ status: 'success', data: { resultType: 'vector', result } });
    const at = async (time: string) =>
      (await get('/query', { query: 'requests_total{instance="a"}', time })).body.data.result[0].value;
    expect(await at('500.5')).toEqual([500.5, '50']);
    expect(await at('1970-01-01T00:08:20.5Z')).toEqual([500.5, '50']);
    expect(await at('1970-01-01T02:08:20.5+02:00')).toEqual([500.5, '50']);
    expect(await at('5e2')).toEqual([500, '50']);
  });

  it.each([
    ['1e-7', '0.0000001'],
    ['1e21', '1000000000000000000000'],
    ['1e20', '100000000000000000000'],
    ['-0', '-0'],
    ['1/0', '+Inf'],
    ['-1/0', '-Inf'],
    ['0/0', 'NaN'],
    ['0.1+0.2', '0.30000000000000004'],
  ])('writes %s as %s', async (query, value) => {
    const { get } = testApi();
    const data = { resultType: 'scalar', result: [1000, value] };
    expect((await get('/query', { query })).body).toEqual({ status: 'success', data });
  });

  it.each([
    ['1e-7', '1e-07'],
    ['-1e-100', '-1e-100'],
    ['1e21', '1e+21'],
    ['1e20', '100000000000000000000'],
    ['0.000001', '0.000001'],
  ])('writes %s as %s in a vector', async (number, value) => {
    const { get } = testApi();
    const { body } = await get('/query', { query: `vector(${number})` });
    expect(body.data.result[0].value[1]).toBe(value);
  });

  it('answers with strings and matrices, any text in labels included', async () => {
    const { get } = testApi();
    expect((await get('/query', { query: '"<é>"' })).body.data).toEqual({
      resultType: 'string',
      result: [1000, '<é>'],
    });
    expect((await get('/query', { query: 'odd[1m]' })).body.data).toEqual({
      resultType: 'matrix',
      result: [{ metric: { __name__: 'odd', 'a.b': '<"é"\n>' }, values: [[999.5, '1e-07']] }],
    });
  });

  it('says when the answer is cut, and what the engine remarks', async () => {
    const { get } = testApi();
    const cut = (await get('/query', { query: 'requests_total', limit: '1' })).body;
    expect(cut).toMatchObject({ warnings: ['results truncated due to limit'], data: { result: [{}] } });
    const remarked = (await get('/query', { query: 'quantile(2, requests_total)' })).body;
    expect(remarked.warnings).toEqual(['PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)']);
  });

  it('looks back as far as it is told', async () => {
    const { get } = testApi();
    const count = async (lookback_delta: string) =>
      (await get('/query', { query: 'odd', time: '1100', lookback_delta })).body.data.result.length;
    expect([await count('2m'), await count('60'), await count('')]).toEqual([1, 0, 1]);
  });
});

const range = { query: 'requests_total', start: '10', end: '50', step: '1' };
/** As Prometheus 2.42 and 3.5 write them. */
const refusals: readonly [string, Readonly<Record<string, string>>, number, string, string][] = [
  ['/query', {}, 400, 'bad_data', 'invalid parameter "query": 1:1: parse error: no expression found in input'],
  [
    '/query',
    { query: 'up{' },
    400,
    'bad_data',
    'invalid parameter "query": 1:4: parse error: unexpected end of input inside braces',
  ],
  [
    '/query',
    { query: '1', time: 'abc' },
    400,
    'bad_data',
    `invalid parameter "time": Invalid time value for 'time': cannot parse "abc" to a valid timestamp`,
  ],
  [
    '/query',
    { query: '1', timeout: 'abc' },
    400,
    'bad_data',
    'invalid parameter "timeout": cannot parse "abc" to a valid duration',
  ],
  [
    '/query',
    { query: '1', timeout: '1e30' },
    400,
    'bad_data',
    'invalid parameter "timeout": cannot parse "1e30" to a valid duration. It overflows int64',
  ],
  [
    '/query',
    { query: '1', limit: 'x' },
    400,
    'bad_data',
    'invalid parameter "limit": strconv.Atoi: parsing "x": invalid syntax',
  ],
  ['/query', { query: '1', limit: '-1' }, 400, 'bad_data', 'invalid parameter "limit": limit must be non-negative'],
  [
    '/query',
    { query: 'requests_total + on() requests_total' },
    422,
    'execution',
    'found duplicate series for the match group {}',
  ],
  ['/query', { query: '1', timeout: '-1' }, 503, 'timeout', 'query timed out in'],
  [
    '/query_range',
    { ...range, start: 'a' },
    400,
    'bad_data',
    'invalid parameter "start": cannot parse "a" to a valid timestamp',
  ],
  [
    '/query_range',
    { ...range, end: '' },
    400,
    'bad_data',
    'invalid parameter "end": cannot parse "" to a valid timestamp',
  ],
  [
    '/query_range',
    { ...range, end: '5' },
    400,
    'bad_data',
    'invalid parameter "end": end timestamp must not be before start time',
  ],
  [
    '/query_range',
    { ...range, step: '0' },
    400,
    'bad_data',
    'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
  ],
  [
    '/query_range',
    { ...range, step: 'x' },
    400,
    'bad_data',
    'invalid parameter "step": cannot parse "x" to a valid duration',
  ],
  [
    '/query_range',
    { ...range, end: '11011' },
    400,
    'bad_data',
    'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
  ],
  [
    '/query_range',
    { ...range, query: 'up[5m]' },
    400,
    'bad_data',
    'invalid parameter "query": invalid expression type "range vector" for range query, must be Scalar or instant Vector',
  ],
  ['/series', {}, 400, 'bad_data', 'no match[] parameter provided'],
  [
    '/series',
    { 'match[]': '{}' },
    400,
    'bad_data',
    'invalid parameter "match[]": match[] must contain at least one non-empty matcher',
  ],
  [
    '/series',
    { 'match[]': 'up[5m]' },
    400,
    'bad_data',
    'invalid parameter "match[]": 1:3: parse error: unexpected "["',
  ],
  ['/series', { 'match[]': 'sum(up)' }, 400, 'bad_data', 'invalid parameter "match[]": 1:1: parse error: '],
  [
    '/series',
    { 'match[]': 'up', start: 'x' },
    400,
    'bad_data',
    `invalid parameter "start": Invalid time value for 'start': cannot parse "x" to a valid timestamp`,
  ],
  ['/rules', { type: 'foo' }, 400, 'bad_data', 'invalid parameter "type": not supported value "foo"'],
  ['/metadata', { limit: 'a' }, 400, 'bad_data', 'limit must be a number'],
  [
    '/format_query',
    { query: 'sum(' },
    400,
    'bad_data',
    'invalid parameter "query": 1:5: parse error: unclosed left parenthesis',
  ],
  ['/nothing', {}, 404, 'not_found', 'path /nothing was not found'],
];

describe('a mistake', () => {
  it.each(refusals)('%s %o is answered %i %s', async (path, parameters, status, errorType, error) => {
    const answer = await testApi().get(path, parameters);
    expect(answer).toMatchObject({ status, body: { status: 'error', errorType } });
    expect(answer.body.error.slice(0, error.length)).toBe(error);
  });

  it('in the method is told: only what has long parameters takes a form', async () => {
    const { api } = testApi();
    const ask = async (method: string, path: string) => {
      const parameters = new URLSearchParams({ query: '1' });
      return read(await api({ method, path, parameters, signal: new AbortController().signal })).status;
    };
    expect([await ask('POST', '/query'), await ask('POST', '/rules'), await ask('DELETE', '/query')]).toEqual([
      200, 405, 405,
    ]);
  });

  it('of our own is thrown, and gives the place of the query back', async () => {
    const querier = {
      select: () => Promise.reject(new Error('the disk is gone')),
      series: () => [],
      labelNames: () => [],
      labelValues: () => [],
    };
    const { ask } = testApi({ querier, places: 1, queue: 0 });
    for (let times = 0; times < 2; times++) {
      await expect(ask('/query', [['query', 'up']])).rejects.toThrow('the disk is gone');
    }
  });
});

describe('query_range', () => {
  it('has a value for each step, as far as there is one', async () => {
    const { get } = testApi();
    const { body } = await get('/query_range', {
      query: 'sum(requests_total)',
      start: '0',
      end: '60',
      step: '30s',
    });
    const values = [
      [0, '0'],
      [30, '9'],
      [60, '18'],
    ];
    expect(body.data).toEqual({ resultType: 'matrix', result: [{ metric: {}, values }] });
    const none = await get('/query_range', { query: 'nothing', start: '0', end: '1', step: '0.5' });
    expect(none.body.data).toEqual({ resultType: 'matrix', result: [] });
  });

  it('writes thousands of points without a piece that holds them all', async () => {
    const { ask } = testApi();
    const parameters: [string, string][] = [
      ['query', 'vector(1.5)'],
      ['start', '0'],
      ['end', '11000'],
      ['step', '1'],
    ];
    const answer = await ask('/query_range', parameters);
    const pieces = [...answer.body];
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(32_000);
    expect(JSON.parse(pieces.join('')).data.result[0].values).toHaveLength(11_001);
  });
});

describe('look-ups', () => {
  it('tell series, names and values, of all or of what selectors find', async () => {
    const { ask, get } = testApi();
    const series = await ask('/series', [
      ['match[]', 'requests_total{instance="a"}'],
      ['match[]', 'odd'],
    ]);
    expect(read(series).body.data).toEqual([
      { __name__: 'odd', 'a.b': '<"é"\n>' },
      { __name__: 'requests_total', instance: 'a', job: 'api' },
    ]);
    expect((await get('/labels')).body.data).toEqual(['__name__', 'a.b', 'instance', 'job']);
    expect((await get('/labels', { 'match[]': 'odd' })).body.data).toEqual(['__name__', 'a.b']);
    expect((await get('/label/instance/values')).body.data).toEqual(['a', 'b']);
    expect((await get('/label/instance/values', { limit: '1' })).body).toMatchObject({
      data: ['a'],
      warnings: ['results truncated due to limit'],
    });
    expect((await get('/label/a.b/values')).body.data).toEqual(['<"é"\n>']);
    expect((await get('/label/U__a_2e_b/values')).body.data).toEqual(['<"é"\n>']);
    expect((await get('/label/job/values', { start: '2000', end: '3000' })).body.data).toEqual([]);
    const ends = { start: '-292273086-05-16T16:47:06Z', end: '292277025-08-18T07:12:54.999999999Z' };
    expect((await get('/label/job/values', ends)).body.data).toEqual(['api']);
  });

  it('tell the version of the language that is spoken', async () => {
    const { get } = testApi();
    expect((await get('/status/buildinfo')).body.data.version).toBe('3.5.0+seaworthy.1.2.3');
    expect((await get('/format_query', { query: 'sum(up)by(job)' })).body.data).toBe('sum by (job) (up)');
    expect((await get('/query_exemplars')).body.data).toEqual([]);
  });
});

it('takes so many queries at a time, lets others wait, and turns away more', async () => {
  const waiting: (() => void)[] = [];
  const engine = createEngine();
  const slow: typeof engine = {
    ...engine,
    async instant(...given) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return engine.instant(...given);
    },
  };
  const { ask } = testApi({ engine: slow, places: 1, queue: 1 });
  const [first, second] = [ask('/query', [['query', '1']]), ask('/query', [['query', '2']])];
  const third = read(await ask('/query', [['query', '3']]));
  expect(third).toMatchObject({ status: 503, body: { errorType: 'unavailable' } });
  waiting[0]?.();
  const answered = await first;
  expect(waiting).toHaveLength(1);
  answered.finished();
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]?.();
  expect(read(await second).body.data.result[1]).toBe('2');
});

it('lets a query wait no longer than its timeout, or than somebody wants its answer', async () => {
  const engine = createEngine();
  const stuck: typeof engine = { ...engine, instant: () => new Promise(() => {}) };
  const clock = virtualClock();
  const { ask } = testApi({ engine: stuck, places: 1 }, clock);
  void ask('/query', [['query', '1']]);
  const gone = new AbortController();
  const canceled = ask('/query', [['query', '2']], gone.signal);
  gone.abort();
  expect(read(await canceled).body).toMatchObject({
    errorType: 'canceled',
    error: 'query was canceled in query queue',
  });
  const late = ask('/query', [
    ['query', '2'],
    ['timeout', '5s'],
  ]);
  await clock.advance(5_000);
  expect(read(await late).body).toMatchObject({ errorType: 'timeout', error: 'query timed out in query queue' });
});
