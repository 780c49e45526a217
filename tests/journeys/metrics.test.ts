import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMetricText } from '../../scripts/reference/metric-text.ts';
import type { Installation } from './seaworthy.ts';
import { install } from './seaworthy.ts';

const reference = join(fileURLToPath(new URL('../..', import.meta.url)), 'docs/reference/metrics.md');

let installation: Installation;
beforeAll(async () => {
  installation = await install();
  const started = await installation.cli('up', '--detach', '--port', String(installation.apiPort));
  expect(started, started.stderr).toMatchObject({ code: 0 });
});
afterAll(() => installation.remove());

it('the reference lists the metrics of a real scrape of both processes, and no others', async () => {
  const scraped = (await Promise.all(['/metrics', '/api/v1/proxy/metrics'].map(scrape))).flatMap(readMetricText);
  const names = scraped.map(({ name, type, help }) => [name, type, help].join(' | ')).sort();
  const withTls = 'seaworthy_tls_certificate_expiry_timestamp_seconds';
  const listed = [...readFileSync(reference, 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \|.*?\| (.*) \|$/gm)].filter(
    ([, name]) => name !== withTls,
  );
  expect(listed.map(([, ...cells]) => cells.join(' | ')).sort()).toEqual(names);
});

async function scrape(path: string): Promise<string> {
  const { url, token } = installation.access();
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status, path).toBe(200);
  return answer.text();
}
