import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Logger } from '@seaworthy/kit';
import type { ProxyConfiguration, ProxyControl, ProxyState } from '@seaworthy/proxy/control';
import { connectProxy, ProxyError, watchProxy } from '@seaworthy/proxy/control';
import type { Backoff } from '../platform/backoff.ts';
import { backoffDelayMs } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import { StartError } from './start/start-error.ts';

export interface ProxyProcessOptions {
  readonly socket: string;
  readonly stateFile: string;
  readonly logFile: string;
  readonly cwd: string;
  /** Undefined: the proxy decides. */
  readonly workers: number | undefined;
  /** The program and its first arguments: `[node, proxy/dist/main.js]`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
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
      throw await this.#startError(error);
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
    let child = this.#launch();
    while (!(await this.#isReachable())) {
      if (isLaterThan(reachableWithinMs)) throw new Error('the proxy did not answer in time');
      await clock.sleep(lookMs, this.#released.signal);
      const exit = child.exit();
      if (exit === undefined) continue;
      if (exit !== heldByAnother) throw new Error(`the proxy ended at its start (${exit})`);
      if (isLaterThan(patienceMs)) throw new Error(`another proxy holds ${socket} and does not answer`);
      await clock.sleep(retryMs, this.#released.signal);
      child = this.#launch();
    }
    logger.info('the proxy was started', { socket });
  }

  /** Detached, in its own session: neither a signal to us nor our end reaches it. `exit` tells how it ended, if it has. */
  #launch(): { exit(): string | undefined } {
    const { command, socket, stateFile, logFile, workers, cwd, env } = this.#options;
    const [program = '', ...first] = command;
    const files = ['--state-file', stateFile, '--socket', socket, '--log-file', logFile];
    const args = [...first, ...files, ...(workers === undefined ? [] : ['--workers', String(workers)])];
    this.#isOurChild = true;
    const child = spawn(program, args, { cwd, env, detached: true, stdio: 'ignore' });
    child.unref();
    let exit: string | undefined;
    child.once('error', ({ message }) => {
      exit = message;
    });
    child.once('exit', (code, signal) => {
      exit = code === null ? String(signal) : `exit code ${code}`;
    });
    return { exit: () => exit };
  }

  async #startError(error: unknown): Promise<StartError> {
    const { configuration, logFile } = this.#options;
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof ProxyError && error.code === 'listen_failed') {
      const hint = 'Free the port, or set traffic.listen to another one.';
      return new StartError('port_taken', `The proxy cannot listen on ${configuration.listen}: ${said}.`, { hint });
    }
    const log = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd();
    const lines = log === '' ? [] : log.split('\n').slice(-3);
    const message = [`The proxy does not start: ${said}.`, ...lines].join('\n  ');
    return new StartError('proxy_failed', message, { hint: `Look into ${logFile}.`, cause: error });
  }
}
