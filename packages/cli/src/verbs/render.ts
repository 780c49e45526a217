import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defaultConfigFile, isConfigError, loadOffline, refusal } from '../configuration/offline.ts';
import type { WrittenFile } from '../configuration/write-files.ts';
import { writeFiles } from '../configuration/write-files.ts';
import { CliError } from '../failure.ts';
import type { Host } from '../terminal/host.ts';
import type { Invocation, Verb } from '../verb.ts';

interface Options {
  readonly output: string;
  readonly file?: string;
}

interface Rendered {
  readonly path: string;
  readonly text: string;
}

type Render = (file: string | undefined, host: Host) => Promise<readonly Rendered[]>;

const targets: ReadonlyMap<string, Render> = new Map([['grafana', renderGrafana]]);
const known = [...targets.keys()].join(', ');

export const render: Verb = (command, does) => {
  command
    .argument('<target>', `what the files are for: ${known}`)
    .requiredOption('-o, --output <dir>', 'write them there; files of the same names are replaced')
    .option('-f, --file <file>', 'read this file (default: seaworthy.yaml, where there is one)')
    .action(does(renderTarget));
};

async function renderTarget({ args: [target = ''], options, host, output }: Invocation<Options>) {
  const renderFiles = targets.get(target);
  if (renderFiles === undefined) {
    const hint = `Files can be rendered for: ${known}.`;
    throw new CliError('usage', `Nothing is rendered for "${target}" yet.`, { hint });
  }
  const directory = resolve(host.cwd, options.output);
  const files = writeFiles(directory, await renderFiles(options.file, host));
  output.answer({ target, directory, files }, () => textOf(directory, files));
  return undefined;
}

/** Those of the configuration; where there is none, those that come with Seaworthy. */
async function renderGrafana(file: string | undefined, host: Host): Promise<readonly Rendered[]> {
  const isThere = file !== undefined || existsSync(resolve(host.cwd, defaultConfigFile));
  const service = isThere ? (await loadOffline(file, host)).service : { dashboards: [], directory: host.cwd };
  const dashboards = await import('@seaworthy/server/dashboards');
  try {
    const sources = { files: service.dashboards, directory: service.directory };
    return dashboards.renderGrafana(dashboards.readDashboards(sources));
  } catch (error) {
    throw isConfigError(error) ? refusal(error) : error;
  }
}

function textOf(directory: string, files: readonly WrittenFile[]): string {
  return [`In ${directory}:`, ...files.map(({ path, outcome }) => `  ${outcome.padEnd(9)}  ${path}`)].join('\n');
}
