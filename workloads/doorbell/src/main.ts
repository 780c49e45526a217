import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createLogger, createShutdown, logOutputs, systemClock } from '@seaworthy/kit';
import { ConfigError, formatProblems } from '@seaworthy/kit/config';
import { startApp } from './app.ts';
import { loadSettings } from './config/load.ts';
import { tracingSettings } from './config/tracing.ts';
import { isFaulty, NO_FAULT, parseFault } from './fault/fault.ts';

/** `node server.js`: the doorbell, from the folder that it lies in. Exit 0 stopped, 1 failed, 2 wrong configuration. */
const releaseDir = import.meta.dirname;

/** Less than the 10 s after which the platform kills: the log still says what did not stop. */
const STOP_DEADLINE_MS = 9_000;

function configuration() {
  try {
    return loadSettings(join(releaseDir, 'doorbell.yaml'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${formatProblems(error.problems)}\n`);
    return process.exit(2);
  }
}

const { value: settings, environment } = configuration();
const { level, format, file } = settings.log;
const outputs = logOutputs({
  console: format,
  ...(file !== '' && { file: { path: file }, errorsFile: { path: `${file}.errors` } }),
});
const logger = createLogger({
  name: 'doorbell',
  level,
  destination: outputs,
  base: { instance: settings.instance.id, version: settings.instance.version },
});
const graceMs = settings.http.stopGrace;
const shutdown = createShutdown({ logger, deadlineMs: STOP_DEADLINE_MS + graceMs, graceMs });
shutdown.listen();
shutdown.exitOnCrash();

const fault = parseFault(settings.fault) ?? NO_FAULT;
if (isFaulty(fault)) logger.warn('this instance is broken on purpose', { fault: settings.fault });

const { options: tracing, problems } = tracingSettings(settings, environment);
for (const problem of problems) logger.warn('the setting of the tracing is not followed', { problem });

try {
  const { server, ready } = await startApp({
    settings,
    environment,
    tracing,
    releaseDir,
    logger,
    shutdown,
    clock: systemClock,
    random: Math.random,
    exit: (code) => process.exit(code),
  });
  const { address, port } = server.address() as AddressInfo;
  logger.info('listening', { address, port, environment });
  await ready;
} catch (error) {
  logger.fatal('the doorbell cannot start', { error });
  await shutdown.run('failed start');
  process.exit(1);
}
