import type { CallOutput } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from '../text/columns.ts';
import type { Invocation, Verb } from '../verb.ts';

export const config: Verb = (command, does) => {
  command
    .command('show')
    .description('the configuration in use, secrets hidden, with the source of each value')
    .action(does(show));
};

async function show({ connect, output }: Invocation<unknown>) {
  const found = await connect().client.call('config', {});
  output.answer(found, (style) => configText(found, style));
  return undefined;
}

function configText({ environment, values, sources }: CallOutput<'config'>, style: Style): string {
  const rows = leaves(values).map(([path, value]) => [path, value, style.dim(sources[path] ?? '')]);
  return columns([['PATH', 'VALUE', 'SOURCE'].map(style.dim), ['environment', environment, ''], ...rows]);
}

/** Dot path and value of everything that is not itself a mapping. */
function leaves(value: unknown, path = ''): [path: string, value: string][] {
  if (!isMapping(value)) return [[path, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}
