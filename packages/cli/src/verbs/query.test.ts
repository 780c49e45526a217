import type { IncomingMessage, ServerResponse } from 'node:http';
import { startStub } from '@seaworthy/api/testing';
import { expect, it, onTestFinished } from 'vitest';
import type { TestHost } from '../testing.ts';
import { runVerb, testHost, testNow, testStateFolder } from '../testing.ts';

const nowSeconds = testNow / 1000;
const metric = (instance: string) => ({ __name__: 'up', instance, job: 'api' });

type Answers = Readonly<Record<string, { readonly status?: number; readonly body: unknown }>>;

/** A control plane that answers each expression as it is told, and remembers what it was asked. */
async function controlPlane(answers: Answers) {
  const asked: Record<string, string>[] = [];
  const onOther = async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const parameters = Object.fromEntries(new URLSearchParams(text));
    asked.push({ path: request.url ?? '', token: request.headers.authorization ?? '', ...parameters });
    const { status = 200, body } = answers[parameters['query'] ?? ''] ?? { status: 500, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const stub = await startStub({}, { onOther });
  onTestFinished(() => stub.close());
  const folder = testStateFolder(stub.url, stub.token);
  return { asked, ask: (argv: string[], host?: TestHost) => runVerb(['query', ...argv], { folder }, host) };
}

const success = (resultType: string, result: unknown, more: object = {}) => ({
  body: { status: 'success', data: { resultType, result }, ...more },
});
const failure = (status: number, errorType: string, error: string) => ({
  status,
  body: { status: 'error', errorType, error },
});

it('shows the series of a selector, their values, and how old their samples are', async () => {
  const { ask, asked } = await controlPlane({
    up: success('vector', [
      { metric: metric('a'), value: [nowSeconds, '1'] },
      { metric: metric('b'), value: [nowSeconds, '0'] },
    ]),
    'timestamp(up)': success('vector', [
      { metric: { instance: 'a', job: 'api' }, value: [nowSeconds, String(nowSeconds - 2.5)] },
      { metric: { instance: 'b', job: 'api' }, value: [nowSeconds, String(nowSeconds - 90)] },
    ]),
  });
  const { exit, out } = await ask(['up']);
  expect({ exit, out }).toEqual({
    exit: 0,
    out: `SERIES                       VALUE  AGE
up{instance="a", job="api"}  1      2.5 s
up{instance="b", job="api"}  0      1 min 30 s
`,
  });
  expect(asked[0]).toEqual({
    path: '/prometheus/api/v1/query',
    token: 'Bearer sw_test',
    query: 'up',
    time: String(nowSeconds),
  });
});

it('asks for no age of what is computed, and asks at the time that is given', async () => {
  const { ask, asked } = await controlPlane({ 'sum(up)': success('vector', [{ metric: {}, value: [1, '3'] }]) });
  expect((await ask(['sum(up)', '--at', '5m'])).out).toBe('SERIES  VALUE\n{}      3\n');
  await ask(['sum(up)', '--at', '2026-03-01T10:00:00Z']);
  await ask(['sum(up)', '--at', '12.5']);
  const times = [nowSeconds - 300, Date.parse('2026-03-01T10:00:00Z') / 1000, 12.5];
  expect(asked.map(({ time }) => Number(time))).toEqual(times);
});

it('shows numbers, texts and nothing', async () => {
  const { ask } = await controlPlane({
    '1/0': success('scalar', [nowSeconds, '+Inf']),
    '"a"': success('string', [nowSeconds, 'a']),
    'sum(x)': success('vector', [], { warnings: ['it is late'] }),
  });
  expect((await ask(['1/0'])).out).toBe('+Inf\n');
  expect((await ask(['"a"'])).out).toBe('a\n');
  const nothing = await ask(['sum(x)']);
  expect([nothing.out, nothing.err]).toEqual(['No series.\n', 'it is late\n']);
});

const course = success('matrix', [
  {
    metric: metric('a'),
    values: [0, 1, 2, 3, 4, 5, 6, 7].map((index) => [nowSeconds - 70 + index * 10, String(index)]),
  },
  { metric: metric('b'), values: [[nowSeconds, 'NaN']] },
]);

it('shows a range as a line for each point, for other programs', async () => {
  const { ask, asked } = await controlPlane({ up: course });
  const { out } = await ask(['up', '--start', '70s', '--step', '10s']);
  expect(out.split('\n').slice(0, 2)).toEqual([
    'TIME                      VALUE  SERIES',
    '2026-03-01T10:00:50.000Z  0      up{instance="a", job="api"}',
  ]);
  expect(asked[0]).toMatchObject({
    path: '/prometheus/api/v1/query_range',
    start: String(nowSeconds - 70),
    step: '10',
  });
});

it('draws a range on a terminal', async () => {
  const { ask } = await controlPlane({ up: course });
  const { out } = await ask(
    ['up', '--start', '70s', '--step', '10s'],
    testHost({ isTerminal: true, env: { NO_COLOR: '1' } }),
  );
  expect(out).toBe(`COURSE    MIN  MAX  LAST  SERIES
▁▂▃▄▅▆▇█  0    7    7     up{instance="a", job="api"}
          NaN  NaN  NaN   up{instance="b", job="api"}
2026-03-01T10:00:50.000Z to 2026-03-01T10:02:00.000Z, step 10.0 s
`);
});

it("prints Prometheus' data with --json", async () => {
  const { ask, asked } = await controlPlane({ up: course, 'up{}': success('vector', []) });
  expect(JSON.parse((await ask(['up', '--start', '1h', '--json'])).out)).toEqual(course.body.data);
  expect(asked[0]).toMatchObject({ step: '60' });
  expect(JSON.parse((await ask(['up{}', '--json'])).out)).toEqual({ resultType: 'vector', result: [] });
});

it('points at the mistake in an expression', async () => {
  const wrong = 'up{job="é"} and\nsum(';
  const { ask } = await controlPlane({
    [wrong]: failure(400, 'bad_data', 'invalid parameter "query": 2:5: parse error: unclosed left parenthesis'),
    'up{a="é"} )': failure(
      400,
      'bad_data',
      'invalid parameter "query": 1:12: parse error: unexpected right parenthesis',
    ),
  });
  const { exit, err } = await ask([wrong]);
  expect({ exit, err }).toEqual({
    exit: 2,
    err: `error: 2:5: parse error: unclosed left parenthesis (query_invalid)
    sum(
        ^
  what to do: Mend the expression; one in quotes reaches it as it is written.
`,
  });
  expect((await ask(['up{a="é"} )'])).err).toContain('    up{a="é"} )\n              ^\n');
  const document = JSON.parse((await ask([wrong, '--json'])).out);
  expect(document.error).toEqual({
    code: 'query_invalid',
    message: '2:5: parse error: unclosed left parenthesis',
    hint: 'Mend the expression; one in quotes reaches it as it is written.',
  });
});

it.each([
  ['a', 422, 'execution', 'too many samples', 1],
  ['d', 503, 'timeout', 'query timed out in expression evaluation', 1],
  ['b', 401, 'unauthorized', 'Nobody is signed in.', 4],
  ['c', 503, 'unavailable', 'too many queries are waiting', 1],
])('says why there is no answer: %s %i %s', async (expression, status, type, message, expected) => {
  const { ask } = await controlPlane({ [expression]: failure(status, type, message) });
  const { exit, err } = await ask([expression]);
  expect(exit).toBe(expected);
  expect(err).toContain(`error: ${message} (`);
});

it.each([
  [['up', '--at', 'soon']],
  [['up', '--end', '5m']],
  [['up', '--at', '1', '--start', '1']],
  [['up', '--start', '5m', '--end', '10m']],
  [['up', '--start', '5m', '--step', 'long']],
])('refuses %j', async (argv) => {
  const { ask, asked } = await controlPlane({});
  expect((await ask(argv)).exit).toBe(2);
  expect(asked).toEqual([]);
});
