import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SecretInput } from './secret-input.ts';
import { secretInput } from './secret-input.ts';

export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** All that a verb may touch of the world around it; tests hand in their own. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly secretInput: SecretInput;
  now(): number;
  /** Rejects when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  every(ms: number, tick: () => void): () => void;
  newId(): string;
  /** Calls `onSignal` instead of ending the process, until the returned function is called. */
  catchSignals(onSignal: () => void): () => void;
  /** Where the control plane's entry point lies. */
  serverCommand(): readonly string[];
}

export function processHost(env: Host['env']): Host {
  // A reader that goes away early (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    env,
    cwd: process.cwd(),
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    secretInput: secretInput(process.stdin),
    now: () => Date.now(),
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    every(ms, tick) {
      const timer = setInterval(tick, ms);
      return () => clearInterval(timer);
    },
    newId: () => randomUUID(),
    catchSignals,
    serverCommand: () => [
      process.execPath,
      ...process.execArgv,
      fileURLToPath(import.meta.resolve('@seaworthy/server/main')),
    ],
  };
}

function sink(stream: NodeJS.WriteStream): Sink {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      // A terminal that does not tell its width says 0.
      return stream.columns || 100;
    },
  };
}

function catchSignals(onSignal: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
