import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Guide } from '../journeys/guide.ts';
import { missingLine, readGuide } from '../journeys/guide.ts';

const output = [
  '✓ health_check         2.4 s  1 of 1 healthy at /health',
  'completed: hello 1.1.0 is live on green, after 14 s; before it, 1.0.0',
  'requests  1,207 total, 0 failed, 0 retried',
].join('\n');

it.each([
  'completed: hello 1.1.0 is live on green, after 900 ms; before it, 1.0.0',
  'completed: hello 1.1.0 is live …',
  'requests  3 total, 0 failed, 0 retried',
])('takes for shown, whatever times and counts: %s', (line) => expect(missingLine([line], output)).toBeUndefined());

it.each([
  'completed: hello 1.1.0 is live on blue, after 14 s; before it, 1.0.0',
  'completed: hello 1.2.0 is live …',
  'requests  1,207 total, 3 failed, 0 retried',
  'is live on green',
])('misses what did not come: %s', (line) => expect(missingLine([line], output)).toBe(line));

it('wants the lines in their order', () => {
  const shown = ['requests  3 total, …', 'completed: …'];
  expect(missingLine(shown, output)).toBe('completed: …');
});

it('reads files, runs with what they show, exit codes and what goes on in the background', () => {
  const guide = read(
    [
      '```yaml file=a.yaml\nkey: 1\n```',
      '<!-- run: exit=3 -->\n```sh\nfalse\n```\n\n```text\nno\n```',
      '<!-- run: background until="ready" -->\n```sh\nserve\n```',
      '```text\nmore\n```\n\n```yaml\nnot: written\n```',
    ].join('\n\n'),
  );
  expect(guide.steps).toMatchObject([
    { kind: 'write', file: 'a.yaml', content: 'key: 1\n' },
    { kind: 'run', script: 'false\n', exit: 3, background: undefined, shown: ['no'] },
    { kind: 'run', script: 'serve\n', exit: 0, background: { until: 'ready' }, shown: ['more'] },
  ]);
});

function read(markdown: string): Guide {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-guide-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'guide.md'), markdown);
  return readGuide(join(folder, 'guide.md'));
}
