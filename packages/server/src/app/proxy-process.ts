import type { Logger } from '@seaworthy/kit';
import type { ProxyConfiguration, ProxyControl, ProxyState } from '@seaworthy/proxy/control';
import { connectProxy, ProxyError, watchProxy } from '@seaworthy/proxy/control';
import type { Backoff } from '../platform/backoff.ts';
import { backoffDelayMs } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import type { Launched, ProxyLaunch } from './proxy-launch.ts';
import { launchProxy, proxyStartError } from './proxy-launch.ts';

export interface ProxyProcessOptions extends ProxyLaunch {
  readonly configuration: ProxyConfiguration;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The proxy was lost (false), or is back (true). */
  readonly onChange: (isUp: boolean) => void;
}

/** The proxy as a process of its own: it outlives the control plane, and is brought back at once when it dies. */
export interface ProxyProcess {
  readonly control: ProxyControl;
  /** As it was seen last; undefined while it is away. */
  seen(): ProxyState | undefined;
  /** From now on its end is wanted: nobody brings it back. It can still be talked to. */
  letEnd(): void;
  /** Lets go of it: it runs on, unwatched. */
  release(): void;
}

const reachableWithinMs = 15_000;
const lookMs = 20;
/** How a proxy ends that finds another one on its socket. That one may be about to end: it is asked again for a while. */
const heldByAnother = 'exit code 4';
const patienceMs = 5_000;
const retryMs = 200;
/** The first attempt is made at once. Only a proxy that dies again and again is waited for. */
const respawn: Backoff = { initialMs: 100, maxMs: 5_000, factor: 2, jitter: 0.2 };
/**
 * A proxy that served this long did not die of its own start: users wait, so the next attempt is made at once. One that
 * dies again and again so late costs two starts a second, which is cheaper than an outage.
 */
const settledMs = 250;

/** Finds the proxy that runs, or starts one; either way it is configured and answers when this resolves. */
export async function startProxyProcess(options: ProxyProcessOptions): Promise<ProxyProcess> {
  const keeper = new ProxyKeeper(options);
  await keeper.start();
  return keeper;
}

class ProxyKeeper implements ProxyProcess {
  readonly control: ProxyControl;
  readonly #options: ProxyProcessOptions;
  readonly #released = new AbortController();
  #seen: ProxyState | undefined;
  #watch: { stop(): void } | undefined;
  #failures = 0;
  #foundAtMs = 0;
  #isOurChild = false;

  constructor(options: ProxyProcessOptions) {
    this.#options = options;
    this.control = connectProxy(options.socket);
  }

  seen(): ProxyState | undefined {
    return this.#seen;
  }

  async start(): Promise<void> {
    try {
      await this.#bringUp();
    } catch (error) {
      // One that ran before us may carry users' requests; one that we started carries none yet.
      if (this.#isOurChild) await this.control.stop({ drainMs: 0 }).catch(() => undefined);
      this.release();
      throw await proxyStartError(error, this.#options);
    }
  }

  letEnd(): void {
    this.#released.abort();
    this.#watch?.stop();
  }

  release(): void {
    this.letEnd();
    this.control.close();
  }

  async #bringUp(): Promise<void> {
    if (!(await this.#isReachable())) await this.#spawn();
    await this.control.configure(this.#options.configuration);
    this.#seen = await this.control.state();
    this.#foundAtMs = this.#options.clock.monotonicMs();
    this.#watch = watchProxy(this.#options.socket, () => void this.#onLost());
  }

  async #onLost(): Promise<void> {
    const { clock, logger, onChange } = this.#options;
    this.#seen = undefined;
    onChange(false);
    this.#failures = clock.monotonicMs() - this.#foundAtMs > settledMs ? 0 : this.#failures + 1;
    logger.warn('the proxy is gone; starting it again');
    while (!this.#released.signal.aborted) {
      try {
        if (this.#failures > 1) await this.#pause();
        await this.#bringUp();
        logger.info('the proxy is back', { proxyPid: this.seen()?.pid });
        return onChange(true);
      } catch (error) {
        if (this.#released.signal.aborted) return;
        this.#failures += 1;
        logger.error('the proxy does not come back', { error });
      }
    }
  }

  #pause(): Promise<void> {
    const delayMs = backoffDelayMs(this.#failures - 1, respawn, Math.random);
    return this.#options.clock.sleep(delayMs, this.#released.signal);
  }

  async #isReachable(): Promise<boolean> {
    try {
      await this.control.state();
      return true;
    } catch (error) {
      if (error instanceof ProxyError && error.code === 'unreachable') return false;
      throw error;
    }
  }

  async #spawn(): Promise<void> {
    const { clock, logger, socket } = this.#options;
    const startMs = clock.monotonicMs();
    const isLaterThan = (ms: number) => clock.monotonicMs() - startMs > ms;
    let child = this.#launched();
    while (!(await this.#isReachable())) {
      if (isLaterThan(reachableWithinMs)) throw new Error('the proxy did not answer in time');
      await clock.sleep(lookMs, this.#released.signal);
      const exit = child.exit();
      if (exit === undefined) continue;
      if (exit !== heldByAnother) throw new Error(`the proxy ended at its start (${exit})`);
      if (isLaterThan(patienceMs)) throw new Error(`another proxy holds ${socket} and does not answer`);
      await clock.sleep(retryMs, this.#released.signal);
      child = this.#launched();
    }
    logger.info('the proxy was started', { socket });
  }

  #launched(): Launched {
    this.#isOurChild = true;
    return launchProxy(this.#options);
  }
}
