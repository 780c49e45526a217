import type { CallOutput } from '@seaworthy/api';
import type { ApprovalWishes } from '../approvable.ts';
import { approvable, approvalOptions } from '../approvable.ts';
import { checkOffline, loadOffline } from '../configuration/offline.ts';
import { remoteUrl } from '../control-plane/connection.ts';
import { runningServer, stateFolder } from '../control-plane/state-folder.ts';
import { ConfigRefusal } from '../failure.ts';
import { failureOf } from '../failure-of.ts';
import type { Style } from '../terminal/style.ts';
import { columns } from '../text/columns.ts';
import type { Invocation, Verb } from '../verb.ts';

interface Options {
  readonly file?: string;
}

const fileOption = ['-f, --file <file>', 'read this file (default: seaworthy.yaml)'] as const;

export const config: Verb = (command, does) => {
  command
    .command('show')
    .description('each value and its source, secrets hidden: as the control plane here has it, else as the file says')
    .option(...fileOption)
    .action(does(show));
  command
    .command('check')
    .description(
      'find every mistake in the configuration, and in the files of rules, alerting and dashboards that it names',
    )
    .option(...fileOption)
    .action(does(check));
  approvalOptions(command.command('reload'))
    .description(
      'let the control plane read rules, alerting and dashboards anew; with a mistake in them, nothing changes',
    )
    .action(does(reload));
  command.command('options').description('each setting: type, default, names, what it does').action(does(options));
};

async function show(call: Invocation<Options>) {
  const found = await inUse(call);
  call.output.answer(found, (style) => configText(found, style));
  return undefined;
}

async function inUse({ connect, host, options: { file, ...at } }: Invocation<Options>): Promise<CallOutput<'config'>> {
  const isThere = remoteUrl(at, host) !== undefined || runningServer(stateFolder(at, host)) !== undefined;
  if (file === undefined && isThere) return connect().client.call('config', {});
  const { printable } = await loadOffline(file, host);
  return { ...printable, sources: { ...printable.sources } };
}

function configText({ environment, values, sources }: CallOutput<'config'>, style: Style): string {
  const sourceOf = (path: string) =>
    sources[path] ?? Object.entries(sources).find(([of]) => isInside(of, path))?.[1] ?? '';
  const rows = leaves(values).map(([path, value]) => [path, value, style.dim(sourceOf(path))]);
  return columns([['PATH', 'VALUE', 'SOURCE'].map(style.dim), ...rows, ['(environment)', environment, '']]);
}

/** Of a list, the loader knows where each item comes from. */
function isInside(path: string, list: string): boolean {
  return path.startsWith(`${list}.`) || path.startsWith(`${list}[`);
}

/** Dot path and value of everything that is not itself a mapping. */
function leaves(value: unknown, path = ''): [path: string, value: string][] {
  if (!isMapping(value)) return [[path, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

async function check({ host, options: { file }, output }: Invocation<Options>) {
  try {
    const { service, printable } = await checkOffline(file, host);
    const { environment } = printable;
    const document = { valid: true, file: service.file, service: service.service, environment, problems: [] };
    output.answer(document, () => `${service.file} is valid: service ${service.service}, environment ${environment}.`);
    return undefined;
  } catch (error) {
    if (!output.json || !(error instanceof ConfigRefusal)) throw error;
    output.answer({ valid: false, problems: error.problems.map(({ text: _, ...problem }) => problem) }, () => '');
    return failureOf(error).exit;
  }
}

async function reload(call: Invocation<ApprovalWishes>) {
  const { connect, host, output } = call;
  const reloaded = await approvable(call, (wishes) =>
    connect().client.call('reloadConfig', {}, { idempotencyKey: host.newId(), ...wishes }),
  );
  const { needsRestart } = reloaded;
  const rest = needsRestart.length === 0 ? '' : `\nThese count after a restart: ${needsRestart.join(', ')}.`;
  output.answer(reloaded, () => `Rules, alerting and dashboards are read anew.${rest}`);
  return undefined;
}

async function options({ output }: Invocation<unknown>) {
  const { configOptions } = await import('@seaworthy/server/config');
  const list = configOptions();
  output.answer({ options: list }, (style) => list.map((option) => optionText(option, style)).join('\n'));
  return undefined;
}

type ConfigOption = ReturnType<typeof import('@seaworthy/server/config')['configOptions']>[number];

function optionText({ path, type, required, default: fallback, variables, flag, help }: ConfigOption, style: Style) {
  const given = fallback === undefined ? (required ? 'required' : 'optional') : `default ${fallback}`;
  const names = [flag, ...variables].filter((name) => name !== undefined).join(', ');
  const lines = [`${style.bold(path)}  ${type}, ${given}`, ...(help === '' ? [] : [`    ${help}`])];
  return [...lines, ...(names === '' ? [] : [style.dim(`    ${names}`)])].join('\n');
}
