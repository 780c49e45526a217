import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogger, createMetrics } from '@seaworthy/kit';
import { onTestFinished } from 'vitest';
import { loadConfiguration } from '../config/load.ts';
import { testDatabase } from '../db/testing.ts';
import type { CallContext } from '../http/handlers.ts';
import { createIds } from '../platform/ids.ts';
import type { VirtualClock } from '../platform/testing.ts';
import { testFolder, virtualClock } from '../platform/testing.ts';
import type { Watch } from '../watch/flow.ts';
import { startWatch } from '../watch/flow.ts';
import { parseAlertingConfig } from '../watch/routes/config/parse.ts';
import { readRuleFile } from '../watch/rules/file/read-rule-file.ts';

export interface WatchBench {
  readonly watch: Watch;
  readonly clock: VirtualClock;
  /** Moves on in steps that the disk can follow. */
  pass(ms: number): Promise<void>;
}

/** The whole watch over one page of metrics of its own; what it prints is thrown away. */
export async function watchBench(given: {
  readonly page: string;
  readonly rules: string;
  readonly alerting: string;
  readonly metrics: () => string;
}): Promise<WatchBench> {
  const [folder, clock, db] = [await testFolder(), virtualClock(Date.UTC(2030, 0, 1, 12)), await testDatabase()];
  const { service } = loadConfiguration({ file: 'seaworthy.yaml', cwd: folder, env: {}, readFile: () => given.page });
  const watch = await startWatch({
    ...{ db, clock, metrics: createMetrics(), version: '0.0.0', newId: createIds(clock), newSilenceId: randomUUID },
    sources: {
      rules: readRuleFile(given.rules, 'rules.yaml').groups,
      alerting: { config: parseAlertingConfig(given.alerting, { file: 'alertmanager.yaml' }), templates: [] },
    },
    ...{ folder: join(folder, 'samples'), config: service.metrics, service: service.service },
    guardrails: service.silences,
    instances: { list: () => [], onChange: () => () => {} },
    own: { shop: async () => ({ text: given.metrics(), contentType: 'text/plain' }) },
    externalURL: 'http://ops.example',
    logger: createLogger({ name: 'watch', destination: { write: () => {} } }),
  });
  onTestFinished(() => watch.stop());
  const pass = async (ms: number) => {
    const disk = await open(join(folder, 'disk'), 'w');
    for (const end = clock.now() + ms; clock.now() < end; ) {
      await clock.advance(Math.min(2_500, end - clock.now()));
      for (let turn = 0; turn < 3; turn++) await disk.write('.').then(() => disk.sync());
    }
    await disk.close();
  };
  return { watch, clock, pass };
}

export function testContext(name = 'ann'): CallContext {
  return {
    caller: {
      ...{ name, via: 'token', permissions: new Set(), roles: [] },
      ...{ expiresAtMs: null, credentialId: 't-1', needsSecondFactor: false },
    },
    sourceAddress: '127.0.0.1',
    origin: 'http://127.0.0.1:7070',
    requestId: 'r-1',
    signal: new AbortController().signal,
    requestKey: undefined,
  };
}
