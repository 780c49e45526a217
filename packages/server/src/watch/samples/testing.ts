import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Labels } from '@seaworthy/promql';
import { formatLabels, isStale } from '@seaworthy/promql';
import type { Appender, AppendOutcome } from '@seaworthy/promql/storage';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import type { ScrapeConfig } from '../../config/metrics-config.ts';
import { virtualClock } from '../../platform/testing.ts';
import { OwnHealth } from '../self/own-health.ts';
import { firstDelayMs } from './offset.ts';
import type { ScrapeProblem } from './scrape-loop.ts';
import { Scraper } from './scraper.ts';
import type { Discovery } from './targets/discovery.ts';

/** A sample as a test reads it; the staleness marker is the word `stale`. */
export type Recorded = number | 'stale';

export interface Batch {
  readonly samples: ReadonlyMap<string, Recorded>;
  readonly timestamps: ReadonlyMap<string, number>;
}

/** A store that keeps every batch as it was committed. */
export class RecordingStore {
  readonly batches: Batch[] = [];
  outcome: (labels: Labels) => AppendOutcome = () => 'ok';
  beforeCommit: () => Promise<void> = () => Promise.resolve();
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  readonly appender = (): Appender => {
    const samples = new Map<string, Recorded>();
    const timestamps = new Map<string, number>();
    return {
      append: (labels, timestampMs, value) => {
        const outcome = this.outcome(labels);
        if (outcome !== 'ok') return outcome;
        samples.set(formatLabels(labels), isStale(value) ? 'stale' : value);
        timestamps.set(formatLabels(labels), timestampMs);
        return 'ok';
      },
      commit: async () => {
        await this.beforeCommit();
        this.#add({ samples, timestamps });
      },
    };
  };

  /** Resolves when so many batches were committed in all. */
  until(count: number): Promise<Batch> {
    return new Promise((resolve) => {
      const done = () => resolve(this.batches[count - 1] ?? { samples: new Map(), timestamps: new Map() });
      if (this.batches.length >= count) done();
      else this.#waiting.push({ count, resolve: done });
    });
  }

  #add(batch: Batch): void {
    this.batches.push(batch);
    for (const { count, resolve } of this.#waiting) if (this.batches.length >= count) resolve();
  }
}

export interface Page {
  readonly status?: number;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server whose page a test can change; `hang` keeps the answer back. */
export async function pageServer(first: Page | 'hang' = {}) {
  const state = { page: first };
  const requests: IncomingMessage[] = [];
  let arrived = () => {};
  const address = await testServer((request, response) => {
    requests.push(request);
    arrived();
    if (state.page !== 'hang') answer(response, state.page);
  });
  const untilAsked = () =>
    new Promise<void>((resolve) => {
      arrived = resolve;
    });
  const show = (page: Page | 'hang') => {
    state.page = page;
  };
  return { address, requests, untilAsked, show };
}

function answer(response: ServerResponse, { status = 200, body = '', headers = {} }: Page): void {
  response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4', ...headers }).end(body);
}

export async function testServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const testJob: ScrapeConfig = {
  job: 'api',
  scheme: 'http',
  path: '/metrics',
  params: {},
  intervalMs: 15_000,
  timeoutMs: 10_000,
  honorLabels: false,
  honorTimestamps: true,
  sampleLimit: 0,
  bodySizeLimitBytes: 0,
  relabel: [],
  metricRelabel: [],
};

/** A scraper under a virtual clock, with its store. */
export async function testScraper(jobs: readonly Discovery[]) {
  const clock = virtualClock();
  const store = new RecordingStore();
  const problems: ScrapeProblem[] = [];
  const dispatcher = new Agent();
  const ownHealth = new OwnHealth({ clock });
  const options = {
    clock,
    dispatcher,
    appender: store.appender,
    ownHealth,
    report: (each: ScrapeProblem) => void problems.push(each),
  };
  const scraper = new Scraper(jobs, options);
  const running = scraper.run();
  onTestFinished(async () => {
    await scraper.stop();
    await running;
    await dispatcher.destroy();
  });
  /** Passes to the very moment of the only target's next scrape, so that no timeout passes meanwhile. */
  const untilDue = async () => {
    await clock.untilSleeping();
    const { key, limits } = scraper.targets()[0]?.target ?? { key: '', limits: testJob };
    await clock.advance(firstDelayMs(key, limits.intervalMs, clock.now()) || limits.intervalMs);
  };
  return { clock, store, scraper, problems, ownHealth, untilDue };
}
