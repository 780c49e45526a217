import './app/start/small-heap.ts';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, formatProblems } from '@seaworthy/kit/config';
import { startApp } from './app/app.ts';
import { StartError } from './app/start/start-error.ts';
import { ownVersion } from './app/start/version.ts';
import { baseEnvironment } from './config/base-environment.ts';
import type { Flags } from './config/flags.ts';
import { parseFlags, UsageError, usage } from './config/flags.ts';
import type { Config } from './config/load.ts';
import { loadConfiguration } from './config/load.ts';
import { systemClock } from './platform/clock.ts';
import { Failure } from './platform/failure.ts';
import { readWatchSources } from './watch/read-sources.ts';

const exitFailed = 1;
const exitUsage = 2;

await main().catch((error: unknown) => {
  const { text, code } = complaintOf(error);
  process.stderr.write(`${text}\n`);
  process.exit(code);
});

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2));
  if (flags.isHelp) return void process.stderr.write(usage());
  const config = load(flags);
  if (flags.isCheckOnly) return void readWatchSources(config.service);
  await startApp({
    config,
    loadConfig: () => load(flags),
    version: ownVersion(),
    clock: systemClock,
    proxyCommand: [process.execPath, ...process.execArgv, fileURLToPath(import.meta.resolve('@seaworthy/proxy/main'))],
    baseEnv: baseEnvironment(process.env),
    stderr: process.stderr,
    exit: (code) => process.exit(code),
    heedsSignals: true,
  });
}

function load({ file, server }: Flags): Config {
  const config = loadConfiguration({ file, cwd: process.cwd(), env: process.env, flags: server });
  const consoleDir = config.server.consoleDir ?? installedConsole();
  return { ...config, server: { ...config.server, consoleDir } };
}

/** The console is a package of its own; a control plane without it serves the API alone. */
function installedConsole(): string | undefined {
  try {
    return join(dirname(fileURLToPath(import.meta.resolve('@seaworthy/console/package.json'))), 'dist');
  } catch {
    return undefined;
  }
}

/** What a person reads: never a stack for what they can mend. */
function complaintOf(error: unknown): { text: string; code: number } {
  if (error instanceof ConfigError) return { text: formatProblems(error.problems), code: exitUsage };
  if (error instanceof UsageError) return { text: `${error.message}\nRun it with --help.`, code: exitUsage };
  if (error instanceof Failure) {
    const text = [error.message, error.hint].filter(Boolean).join('\n');
    return { text, code: error instanceof StartError ? error.exitCode : exitFailed };
  }
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), code: exitFailed };
}
