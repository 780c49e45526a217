import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Dispatcher } from 'undici';
import { request } from 'undici';

const BUILD = fileURLToPath(new URL('../../build.mjs', import.meta.url));
const START_DEADLINE_MS = 90_000;

/** A folder that is gone after the test. */
export function temporaryFolder(prefix: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `${prefix}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The release as users get it, in a folder far from any node_modules. */
export function buildRelease(): { readonly path: string; remove(): void } {
  const folder = temporaryFolder('doorbell-release');
  execFileSync(process.execPath, [BUILD, '--out', folder.path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

export interface LogLine {
  readonly level: string;
  readonly logger: string;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: T;
}

/** A doorbell process and its conversation. */
export class RunningDoorbell {
  readonly lines: LogLine[] = [];
  readonly stderr: string[] = [];
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcess;
  #url = '';
  readonly #wakes = new Set<() => void>();

  private constructor(release: string, env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, ['server.js'], {
      cwd: release,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', DOORBELL_PRESS__DEBOUNCE: '0ms', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exit = once(this.#child, 'exit').then(([code]) => code as number | null);
    void this.exit.then(() => this.#wakeAll());
    this.#child.stderr?.on('data', (chunk: Buffer) => this.stderr.push(chunk.toString()));
    if (this.#child.stdout) createInterface(this.#child.stdout).on('line', (line) => this.#hear(line));
  }

  /** A process that may never listen. */
  static spawn(release: string, env: Readonly<Record<string, string>>): RunningDoorbell {
    return new RunningDoorbell(release, env);
  }

  /** A process that has its models loaded. */
  static async start(release: string, env: Readonly<Record<string, string>>): Promise<RunningDoorbell> {
    const doorbell = new RunningDoorbell(release, env);
    try {
      const { port } = await doorbell.line((line) => line.message === 'listening');
      doorbell.#url = `http://127.0.0.1:${String(port)}`;
      await doorbell.line((line) => line.message === 'the face models are loaded');
      return doorbell;
    } catch (error) {
      doorbell.signal('SIGKILL');
      throw error;
    }
  }

  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The first log line that fits, now or later. */
  async line(fits: (line: LogLine) => boolean, deadlineMs = START_DEADLINE_MS): Promise<LogLine> {
    const timeout = AbortSignal.timeout(deadlineMs);
    for (;;) {
      const found = this.lines.find(fits);
      if (found) return found;
      if (timeout.aborted || this.#child.exitCode !== null) {
        throw new Error(`no such log line; exit ${this.#child.exitCode}: ${this.stderr.join('')}`);
      }
      await new Promise<void>((resolve) => {
        this.#wakes.add(resolve);
        timeout.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  async call<T = Record<string, unknown>>(
    method: Dispatcher.HttpMethod,
    path: string,
    body?: Buffer | string,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const answer = await request(`${this.#url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM');
    return await this.exit;
  }

  #hear(line: string): void {
    this.lines.push(JSON.parse(line) as LogLine);
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of this.#wakes) wake();
    this.#wakes.clear();
  }
}
