// Debian's Prometheus, scraping targets once a second.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { bytesIn, cpuMsOf, freePort, residentMb } from './process.mjs';

/** Undefined when it is not installed. */
export async function startPrometheus(addresses, folder, ruleFiles = []) {
  const settings = {
    global: { scrape_interval: '1s', evaluation_interval: '15s' },
    scrape_configs: [{ job_name: 'bench', static_configs: [{ targets: addresses }] }],
    rule_files: ruleFiles,
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(settings));
  const port = await freePort();
  const data = join(folder, 'theirs');
  const child = spawn('prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--web.enable-admin-api',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  const isMissing = await Promise.race([once(child, 'error').then(() => true), once(child, 'spawn').then(() => false)]);
  if (isMissing) return undefined;
  const ask = async (query) => {
    const { body } = await request(`http://127.0.0.1:${port}/api/v1/query?${new URLSearchParams({ query })}`);
    return Number((await body.json()).data.result[0]?.value[1] ?? 0);
  };
  return {
    child,
    counts: async () => ({
      samples: await ask('sum(sum_over_time(scrape_samples_scraped[1h]))'),
      scrapeMs: (await ask('max(scrape_duration_seconds)')) * 1_000,
      cpuMs: cpuMsOf(child.pid),
      mb: residentMb(child.pid),
    }),
    /** Bytes a sample in blocks made of all that it holds. */
    async bytesPerSample() {
      await request(`http://127.0.0.1:${port}/api/v1/admin/tsdb/snapshot`, { method: 'POST' });
      const snapshots = join(data, 'snapshots');
      const blocks = readdirSync(snapshots, { recursive: true }).filter((path) => path.endsWith('meta.json'));
      const samples = blocks.map((path) => JSON.parse(readFileSync(join(snapshots, path), 'utf8')).stats.numSamples);
      return bytesIn(snapshots) / samples.reduce((sum, each) => sum + each, 0);
    },
  };
}
