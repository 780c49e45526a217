import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { spansIn } from '../testing.ts';
import { createTracing } from '../tracing.ts';

it('a file has one export request a line, in the order of the spans’ ends, and starts anew when it is full', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-spans-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'deep', 'spans.jsonl');
  const exporter = { kind: 'file', path: file, maxBytes: 1000 } as const;
  const tracing = createTracing({ service: 'test', enabled: true, exporter });
  for (const name of ['first', 'second', 'third']) {
    tracing.span(name, {}, () => tracing.start(`in ${name}`).end());
    await tracing.flush();
  }
  await tracing.shutdown();
  const names = (each: string) =>
    readFileSync(each, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => spansIn(line).map(({ name }) => name));
  expect(['.2', '.1', ''].map((end) => names(file + end))).toEqual([
    [['in first', 'first']],
    [['in second', 'second']],
    [['in third', 'third']],
  ]);
});
