import type { Service } from '../../platform/service.ts';
import type { ScrapeOptions } from './scrape-loop.ts';
import { ScrapeLoop } from './scrape-loop.ts';
import type { Target, TargetState } from './target.ts';
import { buildTargets } from './targets/build-targets.ts';
import type { Discovery } from './targets/discovery.ts';

export interface DroppedTarget {
  readonly job: string;
  readonly discoveredLabels: Readonly<Record<string, string>>;
}

/** Keeps one loop for each target that the jobs have, from its coming to its going. */
export class Scraper implements Service {
  readonly id = 'scraper';
  readonly #loops = new Map<string, ScrapeLoop>();
  readonly #leaving = new Set<Promise<void>>();
  #dropped: readonly DroppedTarget[] = [];
  #unsubscribe: (() => void)[] = [];
  #ended: (() => void) | undefined;
  #isStopped = false;

  constructor(
    readonly jobs: readonly Discovery[],
    readonly options: ScrapeOptions,
  ) {}

  async run(): Promise<void> {
    const over = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    this.#unsubscribe = this.jobs.map((job) => job.onChange(() => this.#sync()));
    await Promise.all(this.jobs.map((job) => job.start?.()));
    if (this.#isStopped) return;
    this.#sync();
    await over;
  }

  /** The targets stay in the world: no series ends because we stop looking. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    await Promise.all(this.jobs.map((job) => job.stop?.()));
    await Promise.all([...this.#loops.values()].map((loop) => loop.stop()));
    await Promise.all(this.#leaving);
    this.#ended?.();
  }

  targets(): readonly TargetState[] {
    return [...this.#loops.values()].map(({ state }) => state);
  }

  dropped(): readonly DroppedTarget[] {
    return this.#dropped;
  }

  #sync(): void {
    if (this.#isStopped) return;
    const built = this.jobs.map((job) => ({ job: job.job.job, ...buildTargets(job.job, job.groups()) }));
    const wanted = new Map(built.flatMap(({ targets }) => targets.map((target) => [target.key, target])));
    this.#dropped = built.flatMap(({ job, dropped }) => dropped.map((discoveredLabels) => ({ job, discoveredLabels })));
    for (const [key, loop] of this.#loops) if (!wanted.has(key)) this.#leave(key, loop);
    for (const target of wanted.values()) if (!this.#loops.has(target.key)) this.#begin(target);
  }

  #begin(target: Target): void {
    const loop = new ScrapeLoop(target, this.options);
    this.#loops.set(target.key, loop);
    loop.start();
  }

  #leave(key: string, loop: ScrapeLoop): void {
    this.#loops.delete(key);
    const leaving = loop.remove().finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }
}
