import { networkInterfaces } from 'node:os';
import type { Clock } from '../../platform/clock.ts';
import type { Service } from '../../platform/service.ts';
import type { OwnFault } from './own-faults.ts';
import { faultOfError, ownFaults } from './own-faults.ts';

/** A look at somebody else that failed. */
export interface FailedLook {
  /** On the monotonic clock. */
  readonly startedMs: number;
  readonly error: unknown;
  /** Host that was asked; undefined when no network is between. */
  readonly host: string | undefined;
}

export interface OwnHealthOptions {
  readonly clock: Clock;
  /** Resolves when an address that always answers did; rejects when it did not. */
  readonly connect?: ((signal: AbortSignal) => Promise<void>) | undefined;
  readonly hasNetwork?: () => boolean;
  /** Told once for each look that our own fault made worthless. */
  readonly onFault?: (fault: OwnFault) => void;
}

const TICK_MS = 250;
/** A timer that comes so late says that the process, not the other side, stood still. */
export const STALL_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const REMEMBERED_MS = 600_000;

/**
 * Knows when we are the ones who fail. Whoever looks at others asks before it says DOWN: with a fault of ours in the time
 * of the look, nothing is known.
 */
export class OwnHealth implements Service {
  readonly id = 'own health';
  readonly #options: OwnHealthOptions;
  readonly #stopping = new AbortController();
  readonly #counts = new Map<OwnFault, number>(ownFaults.map((fault) => [fault, 0]));
  #noted: { readonly fault: OwnFault; readonly endMs: number }[] = [];
  /** Undefined until it runs: then stalls are not seen. */
  #lastTickMs: number | undefined;
  #connecting: Promise<boolean> | undefined;

  constructor(options: OwnHealthOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    this.#tick();
    while (!this.#stopping.signal.aborted) {
      await this.#options.clock.sleep(TICK_MS, this.#stopping.signal).catch(() => {});
      this.#tick();
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
  }

  /** Something of ours failed until now: a commit that was refused, a stall. */
  note(fault: OwnFault): void {
    const now = this.#options.clock.monotonicMs();
    this.#noted = [...this.#noted.filter(({ endMs }) => endMs > now - REMEMBERED_MS), { fault, endMs: now }];
  }

  /** The fault of ours that explains a failed look; undefined when the other side has failed. */
  async explain(look: FailedLook): Promise<OwnFault | undefined> {
    const fault = this.#known(look) ?? ((await this.#isNetworkAway(look.host)) ? 'network' : undefined);
    if (fault === undefined) return undefined;
    this.#counts.set(fault, (this.#counts.get(fault) ?? 0) + 1);
    this.#options.onFault?.(fault);
    return fault;
  }

  /** Looks that were worthless, by fault, since the start. */
  counts(): ReadonlyMap<OwnFault, number> {
    return this.#counts;
  }

  /** A look may hear of its timeout before the late tick does. */
  #known({ startedMs, error }: FailedLook): OwnFault | undefined {
    this.#noteStall();
    return this.#noted.find(({ endMs }) => endMs >= startedMs)?.fault ?? faultOfError(error);
  }

  #tick(): void {
    this.#noteStall();
    this.#lastTickMs = this.#options.clock.monotonicMs();
  }

  #noteStall(): void {
    if (this.#lastTickMs === undefined) return;
    const lateMs = this.#options.clock.monotonicMs() - this.#lastTickMs - TICK_MS;
    if (lateMs >= STALL_MS) this.note('event_loop');
  }

  async #isNetworkAway(host: string | undefined): Promise<boolean> {
    if (host === undefined || isLoopback(host)) return false;
    if (!(this.#options.hasNetwork ?? hasNetwork)()) return true;
    return !(await this.#isConnected());
  }

  /** Probes that fail together ask once. */
  #isConnected(): Promise<boolean> {
    const { connect, clock } = this.#options;
    if (connect === undefined) return Promise.resolve(true);
    this.#connecting ??= within(CONNECT_TIMEOUT_MS, clock, connect).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }
}

async function within(ms: number, clock: Clock, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const timeout = clock.sleep(ms, over.signal).then(
    () => false,
    () => false,
  );
  const done = work(over.signal).then(
    () => true,
    () => false,
  );
  return Promise.race([done, timeout]).finally(() => over.abort());
}

/** Whether any network but the machine's own loopback is up. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
