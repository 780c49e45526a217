import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Deployment, ServiceStatus } from '@seaworthy/api';
import { InvalidArgumentError } from 'commander';
import type { BroughtUp } from '../control-plane/bring-up.ts';
import { bringUp, isGood } from '../control-plane/bring-up.ts';
import { keep } from '../control-plane/keeper.ts';
import type { ServerExit, ServerLaunch, ServerProcess } from '../control-plane/server-process.ts';
import { startServer } from '../control-plane/server-process.ts';
import { runningServer, stateFolder } from '../control-plane/state-folder.ts';
import { writeUpRecord } from '../control-plane/up-record.ts';
import type { ExitCode } from '../failure.ts';
import { CliError, exitCodes } from '../failure.ts';
import { createProgress } from '../terminal/progress.ts';
import { outcomeText } from '../text/deployment.ts';
import { formatDuration } from '../text/duration.ts';
import type { Summary } from '../text/up-summary.ts';
import { summaryText } from '../text/up-summary.ts';
import type { Invocation, Verb } from '../verb.ts';
import { stopEverything } from './stop-everything.ts';

interface Options {
  readonly file?: string;
  readonly detach?: true;
  readonly port?: number;
}

export const up: Verb = (command, does) =>
  void command
    .option('-f, --file <file>', 'what describes the service (default: seaworthy.yaml)')
    .option('--detach', 'return when all answers and the first release is live')
    .option('--port <n>', 'port of the control plane (default: 7070)', toPort)
    .addHelpText(
      'after',
      `
In the foreground it restarts the control plane when it dies. Ctrl-C stops everything in order; a second Ctrl-C kills
what is left. When one runs already in the state folder, it says where, and leaves it as it is.`,
    )
    .action(does(bringServiceUp));

async function bringServiceUp(call: Invocation<Options>): Promise<ExitCode> {
  const folder = stateFolder(call.options, call.host);
  const running = runningServer(folder);
  if (running) return tellRunning(call);
  const launch = { folder, file: configFile(call), port: call.options.port };
  writeUpRecord(launch);
  return call.options.detach ? detached(call, launch) : foreground(call, launch);
}

function configFile({ options, host }: Invocation<Options>): string {
  const file = resolve(host.cwd, options.file ?? 'seaworthy.yaml');
  if (existsSync(file)) return file;
  throw new CliError('config_invalid', `There is no ${file}.`, { hint: 'Name the file with -f FILE.' });
}

async function tellRunning(call: Invocation<Options>): Promise<ExitCode> {
  call.output.note('a control plane runs here already; it is left as it is (`seaworthy down` stops it)');
  await tellSummary(call, { status: await call.connect().client.call('status', {}), deployment: undefined }, 'already');
  return exitCodes.done;
}

async function detached(call: Invocation<Options>, launch: ServerLaunch): Promise<ExitCode> {
  const server = startServer(launch, call.host);
  const up = await waitUntilUp(call, launch, server, new AbortController().signal);
  server.unref();
  return up === undefined ? exitCodes.failed : tellUp(call, up, 'detached');
}

async function foreground(call: Invocation<Options>, launch: ServerLaunch): Promise<ExitCode> {
  const [stop, force] = [new AbortController(), new AbortController()];
  const release = call.host.catchSignals(() => (stop.signal.aborted ? force : stop).abort());
  let server = startServer(launch, call.host);
  const start = () => {
    server = startServer(launch, call.host);
    return server;
  };
  const onDeath = (exit: ServerExit, delayMs: number) => call.output.note(deathText(exit, delayMs));
  try {
    const up = await waitUntilUp(call, launch, server, stop.signal);
    if (up) await tellUp(call, up, 'foreground');
    await keep(server, { host: call.host, signal: stop.signal, start, onDeath });
    if (stop.signal.aborted)
      return await stopEverything(call, { force: force.signal, revive: () => reviver(server, start) });
    call.output.note('the control plane was stopped');
    return exitCodes.done;
  } finally {
    release();
  }
}

/** Only the control plane knows what runs: one that has just died is started once more, to stop it. */
function reviver(server: ServerProcess, start: () => void): void {
  const exit = server.exit();
  if (exit !== undefined && exit.code !== 0) start();
}

/** Undefined when `signal` aborted. A control plane that does not come up is ended: nothing of it stays behind. */
async function waitUntilUp(
  call: Invocation<Options>,
  { folder }: ServerLaunch,
  server: ServerProcess,
  signal: AbortSignal,
): Promise<BroughtUp | undefined> {
  const { host } = call;
  const progress = createProgress(host);
  try {
    return await bringUp(server, { host, folder, progress, signal, connect: () => call.connect() });
  } catch (error) {
    if (signal.aborted) return undefined;
    server.end();
    throw error;
  } finally {
    progress.end();
  }
}

async function tellUp(call: Invocation<Options>, up: BroughtUp, mode: Summary['mode']): Promise<ExitCode> {
  const isUp = isGood(up.deployment);
  if (!isUp && up.deployment) call.output.note(outcomeText(up.deployment, call.output.style));
  await tellSummary(call, up, mode);
  return isUp ? exitCodes.done : exitCodes.failed;
}

async function tellSummary(
  call: Invocation<Options>,
  { status, deployment }: { status: ServiceStatus; deployment: Deployment | undefined },
  mode: Summary['mode'],
): Promise<void> {
  const { client, url } = call.connect();
  const link = await client.call('createSignInLink', {}, { idempotencyKey: call.host.newId() });
  const summary: Summary = {
    service: status.service,
    environment: status.environment,
    liveVersion: status.liveVersion,
    health: status.health,
    proxyUrl: `http://${status.proxy.listen}`,
    consoleUrl: url,
    signInUrl: link.url,
    mode,
    deployment: deployment ?? null,
  };
  call.output.answer(summary, (style) => summaryText(summary, style));
}

function deathText({ code, signal }: ServerExit, delayMs: number): string {
  const how = code === null ? `was killed by ${signal}` : `ended with ${code}`;
  return `the control plane ${how}; traffic goes on, and it is started again in ${formatDuration(delayMs)}`;
}

function toPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('Write a port from 0 to 65535.');
}
