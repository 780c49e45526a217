import type { Deployment, ServiceStatus } from '@seaworthy/api';
import type { Config } from '@seaworthy/server/config';
import { serverOptions } from '@seaworthy/server/config';
import { InvalidArgumentError } from 'commander';
import type { ServerFlags } from '../configuration/offline.ts';
import { loadOffline } from '../configuration/offline.ts';
import { addServerFlags, givenFlags } from '../configuration/server-flags.ts';
import type { BroughtUp } from '../control-plane/bring-up.ts';
import { bringUp, isGood } from '../control-plane/bring-up.ts';
import { connectLocal } from '../control-plane/connection.ts';
import { keep } from '../control-plane/keeper.ts';
import type { ServerExit, ServerLaunch, ServerProcess } from '../control-plane/server-process.ts';
import { startServer } from '../control-plane/server-process.ts';
import { runningServer, stateFolder } from '../control-plane/state-folder.ts';
import { stopEverything } from '../control-plane/stop-everything.ts';
import { writeUpRecord } from '../control-plane/up-record.ts';
import type { ExitCode } from '../failure.ts';
import { exitCodes } from '../failure.ts';
import { createProgress } from '../terminal/progress.ts';
import { outcomeText } from '../text/deployment.ts';
import { formatDuration } from '../text/duration.ts';
import type { Summary } from '../text/up-summary.ts';
import { summaryText } from '../text/up-summary.ts';
import type { Invocation, Verb } from '../verb.ts';

interface Options {
  readonly file?: string;
  readonly detach?: true;
  readonly port?: number;
}

export const up: Verb = (command, does) => {
  command
    .option('-f, --file <file>', 'what describes the service (default: seaworthy.yaml)')
    .option('--detach', 'return when all answers and the first release is live')
    .option('--port <n>', 'port of the control plane on 127.0.0.1, as --listen 127.0.0.1:<n>', toPort)
    .addHelpText('after', notes)
    .action(does(bringServiceUp));
  addServerFlags(command, serverOptions);
};

const notes = `
In the foreground it restarts the control plane when it dies. Ctrl-C stops everything in order; a second Ctrl-C kills
what is left. When one runs already in the state folder, it says where, and leaves it as it is.`;

/** The configuration is checked before anything starts, and tells where the state folder is. */
async function bringServiceUp(call: Invocation<Options>): Promise<ExitCode> {
  const { host, options } = call;
  const flags = flagsOf(call);
  const { server, service } = await loadOffline(options.file, host, flags);
  const launch: ServerLaunch = { folder: server.stateDir, file: service.file, flags };
  if (runningServer(launch.folder)) return tellRunning(call, launch);
  writeUpRecord(launch);
  const plan = { launch, namesRelease: namesRelease(service, server) };
  return options.detach ? detached(call, plan) : foreground(call, plan);
}

interface Plan {
  readonly launch: ServerLaunch;
  /** Whether the control plane makes a first release live by itself. */
  readonly namesRelease: boolean;
}

/** A folder that flag or environment name counts; without one, the file may name it. */
function flagsOf({ options, host }: Invocation<Options>): ServerFlags {
  const folder = options.stateDir === undefined ? {} : { '--state-dir': stateFolder(options, host) };
  const listen = options.port === undefined ? {} : { '--listen': `127.0.0.1:${options.port}` };
  return { ...givenFlags({ ...options }, serverOptions), ...folder, ...listen };
}

function namesRelease({ release }: Config['service'], { onStart }: Config['server']): boolean {
  return onStart === 'deploy' && release.source !== undefined && release.version !== undefined;
}

async function tellRunning(call: Invocation<Options>, launch: ServerLaunch): Promise<ExitCode> {
  call.output.note('a control plane runs here already; it is left as it is (`seaworthy down` stops it)');
  const status = await connectLocal(launch.folder, call.host).client.call('status', {});
  await tellSummary(call, launch, { status }, 'already');
  return exitCodes.done;
}

async function detached(call: Invocation<Options>, plan: Plan): Promise<ExitCode> {
  const server = startServer(plan.launch, call.host);
  const done = await waitUntilUp(call, plan, server, new AbortController().signal);
  server.unref();
  return done === undefined ? exitCodes.failed : tellUp(call, plan.launch, done, 'detached');
}

async function foreground(call: Invocation<Options>, plan: Plan): Promise<ExitCode> {
  const { host, output } = call;
  const [stop, force] = [new AbortController(), new AbortController()];
  const release = host.catchSignals(() => (stop.signal.aborted ? force : stop).abort());
  let server = startServer(plan.launch, host);
  const start = () => {
    server = startServer(plan.launch, host);
    return server;
  };
  const onDeath = (exit: ServerExit, delayMs: number) => output.note(deathText(exit, delayMs));
  try {
    const done = await waitUntilUp(call, plan, server, stop.signal);
    if (done) await tellUp(call, plan.launch, done, 'foreground');
    await keep(server, { host, signal: stop.signal, start, onDeath });
    if (stop.signal.aborted) {
      return await stopEverything(call, plan.launch.folder, {
        force: force.signal,
        revive: () => revive(server, start),
      });
    }
    output.note('the control plane was stopped');
    return exitCodes.done;
  } finally {
    release();
  }
}

/** Only the control plane knows what runs: one that has just died is started once more, to stop it. */
function revive(server: ServerProcess, start: () => void): void {
  const exit = server.exit();
  if (exit !== undefined && exit.code !== 0) start();
}

/** Undefined when `signal` aborted. A control plane that does not come up is ended: nothing of it stays behind. */
async function waitUntilUp(
  { host }: Invocation<Options>,
  { launch: { folder }, namesRelease: awaitsRelease }: Plan,
  server: ServerProcess,
  signal: AbortSignal,
): Promise<BroughtUp | undefined> {
  const progress = createProgress(host);
  const connect = () => connectLocal(folder, host);
  try {
    return await bringUp(server, { host, folder, progress, signal, connect, awaitsRelease });
  } catch (error) {
    if (signal.aborted) return undefined;
    server.end();
    throw error;
  } finally {
    progress.end();
  }
}

async function tellUp(
  call: Invocation<Options>,
  launch: ServerLaunch,
  done: BroughtUp,
  mode: Summary['mode'],
): Promise<ExitCode> {
  const isUp = isGood(done.deployment) && !done.isReleaseMissing;
  if (done.isReleaseMissing)
    call.output.note(`the first release could not be begun: see ${launch.folder}/logs/errors.log`);
  if (!isUp && done.deployment) call.output.note(outcomeText(done.deployment, call.output.style));
  await tellSummary(call, launch, done, mode);
  return isUp ? exitCodes.done : exitCodes.failed;
}

async function tellSummary(
  { host, output }: Invocation<Options>,
  { folder }: ServerLaunch,
  { status, deployment }: { status: ServiceStatus; deployment?: Deployment | undefined },
  mode: Summary['mode'],
): Promise<void> {
  const { client, url } = connectLocal(folder, host);
  const link = await client.call('createSignInLink', {}, { idempotencyKey: host.newId() });
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
  output.answer(summary, (style) => summaryText(summary, style));
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
