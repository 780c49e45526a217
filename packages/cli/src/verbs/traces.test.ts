import { sampleSpan, sampleTrace } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { runVerb, testControlPlane, testHost } from '../testing.ts';

const id = '4bf92f3577b34da6a3ce929d0e0e4736';
const narrow = (columns: number) => {
  const host = testHost();
  return { ...host, stdout: { ...host.stdout, columns } };
};

describe('traces', () => {
  it('asks for what was wanted', async () => {
    const plane = await testControlPlane();
    const words = ['--service', 'doorbell', '--name', 'press', '--min-duration', '250ms', '--errors', '--since', '2m'];
    await runVerb(['traces', ...words, '--attribute', 'http.route=/press', '--limit', '7'], plane);
    expect(plane.requests[0]?.query).toEqual({
      ...{ service: 'doorbell', name: 'press', attribute: 'http.route=/press', minDurationMs: 250, errors: 'true' },
      ...{ from: '2026-03-01T10:00:00.000Z', limit: 7 },
    });
  });

  it('are listed in one line each', async () => {
    const { out } = await runVerb(['traces'], await testControlPlane());
    expect(out).toMatchInlineSnapshot(`
      "TRACE                             STARTED   TOOK    SPANS  ERRORS  ROOT
      4bf92f3577b34da6a3ce929d0e0e4736  10:00:00  121 ms  5      ✗ 1     POST /press
      "
    `);
  });

  it('go on after a search that took too long', async () => {
    const answer = { items: [], nextCursor: '5-1', isCutShort: true };
    const { out } = await runVerb(['traces'], await testControlPlane({ traces: () => answer }));
    expect(out).toMatch(/not finished: go on with --cursor 5-1/);
  });
});

describe('one trace', () => {
  it('is a waterfall that reads well in 80 columns without colour', async () => {
    const { out } = await runVerb(['traces', id], await testControlPlane(), narrow(80));
    expect(out).toMatchInlineSnapshot(`
      "trace     4bf92f3577b34da6a3ce929d0e0e4736
      root      POST /press (doorbell)
      started   2026-03-01T10:00:00.000Z
      took      121 ms, 5 spans, 1 error
      services  doorbell, faces
      kept      for its error

        SPAN                            DURATION 0                              121 ms
        POST /press [doorbell]            121 ms █████████████████████████████████████
          capture                        30.0 ms █████████
          recognise                      80.0 ms           █████████████████████████
            embed [faces]                72.0 ms            ██████████████████████
      ✗   notify                         20.0 ms            ░░░░░░

      Waited for (█):
        embed    faces     72.0 ms  59.8 %
        capture  doorbell  30.0 ms  24.9 %

      ✗ notify: connect ECONNREFUSED
      "
    `);
  });

  it.each([60, 80, 120, 200])('has no bar beyond %d columns', async (columns) => {
    const span = sampleSpan({ name: 'a name that is much longer than there is room for it '.repeat(3), depth: 40 });
    const tree = [sampleSpan(), { ...span, offsetMs: 120.4, durationMs: 0.1 }, { ...span, offsetMs: 0, durationMs: 0 }];
    const plane = await testControlPlane({ trace: () => sampleTrace({ tree }) });
    const { out } = await runVerb(['traces', id], plane, narrow(columns));
    const lines = out.split('\n').filter((line) => /[█░]$/.test(line) && !line.startsWith('Waited'));
    expect(lines.length).toBe(3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('says what is wrong with it', async () => {
    const skew = {
      owner: { service: 'faces', instance: 'f-1' },
      reference: { service: 'doorbell', instance: '' },
      ...{ direction: 'behind' as const, leastMs: 40 },
    };
    const trace = sampleTrace({
      tree: [sampleSpan({ problems: ['orphan'] }), sampleSpan({ problems: ['cycle'] })],
      ...{ clockSkews: [skew], omittedSpans: 12, refusedSpans: 3, keptBecause: null },
    });
    const { out } = await runVerb(['traces', id], await testControlPlane({ trace: () => trace }));
    expect(out).toContain('12 spans more');
    expect(out).toContain('3 spans came and were too many to keep');
    expect(out).toContain('1 span at the top without the parent that it names');
    expect(out).toContain('the clock of faces (f-1) is at least 40.0 ms behind of that of doorbell');
    expect(out).toContain('not decided yet');
  });

  it('is not asked for by what is no id', async () => {
    const { exit, err } = await runVerb(['traces', 'ABC'], await testControlPlane());
    expect(exit).toBe(2);
    expect(err).toMatch(/is no id of a trace/);
  });

  it('comes whole with --json', async () => {
    const plane = await testControlPlane();
    const { out } = await runVerb(['traces', id, '--json'], plane);
    expect(JSON.parse(out)).toEqual(sampleTrace());
    expect(plane.requests[0]?.query).toEqual({ spans: 5000 });
  });
});

it('traces stats names the work that traces wait for', async () => {
  const plane = await testControlPlane();
  const { out } = await runVerb(['traces', 'stats', '--root', 'POST /press', '--since', '1h'], plane);
  expect(plane.requests[0]?.query).toEqual({ rootName: 'POST /press', from: '2026-03-01T09:02:00.000Z' });
  expect(out).toMatchInlineSnapshot(`
    "WAITED  COUNT  ERRORS  P50      P95     P99     SELF     SPAN
    61 %    1,200  1 %     70.2 ms  110 ms  180 ms  72.4 ms  embed [faces]

    120 traces from 2026-03-01T09:02:00.000Z to 2026-03-01T10:02:00.000Z
    WAITED: of all their time, how much traces waited for this work
    "
  `);
});
