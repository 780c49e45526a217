import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where everything of one installation lies; nothing is written elsewhere. */
export interface StateFolder {
  readonly path: string;
  readonly database: string;
  readonly run: string;
  readonly serverRecord: string;
  readonly logs: string;
  readonly serverLog: string;
  readonly errorLog: string;
  readonly proxyLog: string;
  readonly proxyState: string;
  readonly tokenFile: string;
  /** What the tokens of sessions are signed with. */
  readonly sessionKeys: string;
  /** What instances hand in their telemetry with. */
  readonly telemetryToken: string;
  readonly logStore: string;
  readonly traces: string;
  readonly samples: string;
  readonly audit: string;
  readonly keys: string;
  /** Port of the listener for the instances' telemetry, where the control plane itself speaks TLS. */
  readonly intakePort: string;
}

export function stateFolderAt(path: string): StateFolder {
  const [run, logs] = [join(path, 'run'), join(path, 'logs')];
  return {
    path,
    database: join(path, 'seaworthy.db'),
    run,
    serverRecord: join(run, 'server.json'),
    logs,
    serverLog: join(logs, 'server.log'),
    errorLog: join(logs, 'errors.log'),
    proxyLog: join(logs, 'proxy.log'),
    proxyState: join(path, 'proxy.json'),
    tokenFile: join(path, 'keys', 'cli.token'),
    sessionKeys: join(path, 'keys', 'sessions.json'),
    telemetryToken: join(path, 'keys', 'telemetry.token'),
    logStore: join(path, 'telemetry', 'logs'),
    traces: join(path, 'telemetry', 'traces.db'),
    samples: join(path, 'telemetry', 'samples'),
    audit: join(path, 'audit'),
    keys: join(path, 'keys'),
    intakePort: join(run, 'intake.port'),
  };
}

/** Open to its owner alone, also when it was made with other rights before. */
export async function prepareStateFolder(folder: StateFolder): Promise<void> {
  for (const path of [folder.path, folder.run, folder.logs, join(folder.path, 'telemetry')]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);
  }
}
