import type { Clock } from '../../../platform/clock.ts';
import { ignoreAbort } from '../../../platform/service.ts';
import type { Alert } from '../../alerts/alert.ts';
import { isResolvedAt } from '../../alerts/alert.ts';
import { fingerprint } from '../../matchers/fingerprint.ts';
import type { Route } from '../route.ts';
import { groupLabels, matchRoutes } from '../route.ts';
import { AlertGroup } from './alert-group.ts';
import type { Flush } from './flush.ts';

export interface DispatcherOptions {
  readonly route: Route;
  readonly clock: Clock;
  readonly flush: Flush;
  readonly report: (error: unknown) => void;
  /** Nothing is told before this time: senders get the chance to say again what fires. */
  readonly startAtMs?: number;
  /** Whether a receiver was told that the alert fires, and not yet that it is over. */
  readonly isOwed: (group: Pick<AlertGroup, 'route' | 'key'>, alert: Alert) => boolean;
}

/** Empty groups go, so that their next alert waits for company again. */
const TIDY_MS = 30_000;

/** Puts alerts into the groups of their routes, and lets each group be told of in its time. Lives as long as its routing tree. */
export class Dispatcher {
  readonly #groups = new Map<string, AlertGroup>();
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #stopTidying: () => void;
  #isStarted: boolean;

  /** Begins with the alerts that are known; of those that are over, only with what some receiver has yet to hear. */
  constructor(
    private readonly options: DispatcherOptions,
    known: readonly Alert[],
  ) {
    const { clock, startAtMs = 0 } = options;
    const now = clock.now();
    this.#isStarted = startAtMs <= now;
    for (const alert of known) this.#route(alert, (group) => !isResolvedAt(alert, now) || options.isOwed(group, alert));
    this.#stopTidying = clock.every(TIDY_MS, () => this.#tidy());
    if (!this.#isStarted) void this.#startAfter(startAtMs - now).catch(ignoreAbort(this.#stopping.signal));
  }

  dispatch(alert: Alert): void {
    if (!this.#stopping.signal.aborted) this.#route(alert, () => true);
  }

  /** Those that hold alerts. */
  groups(): readonly AlertGroup[] {
    return [...this.#groups.values()].filter(({ isEmpty }) => !isEmpty);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#stopTidying();
    for (const group of this.#groups.values()) group.stop();
    await Promise.all(this.#running);
  }

  #route(alert: Alert, belongs: (group: AlertGroup) => boolean): void {
    for (const route of matchRoutes(this.options.route, alert.labels)) {
      const labels = groupLabels(route, alert.labels);
      const id = `${route.id}:${fingerprint(labels)}`;
      const present = this.#groups.get(id);
      const group = present ?? new AlertGroup(route, labels, this.options.clock);
      if (!belongs(group)) continue;
      group.insert(alert);
      if (present !== undefined) continue;
      this.#groups.set(id, group);
      if (this.#isStarted) this.#run(group);
    }
  }

  #run(group: AlertGroup): void {
    const run = group.run(this.options.flush, this.options.report).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async #startAfter(ms: number): Promise<void> {
    await this.options.clock.sleep(ms, this.#stopping.signal);
    this.#isStarted = true;
    for (const group of this.#groups.values()) this.#run(group);
  }

  #tidy(): void {
    for (const [id, group] of this.#groups) {
      if (!group.isEmpty) continue;
      group.stop();
      this.#groups.delete(id);
    }
  }
}
