import { parseArgs } from 'node:util';
import { serverOptions } from './server-names.ts';

/** What the command line of the control plane says. */
export interface Flags {
  readonly file: string;
  /** Load, tell what is wrong, and end. */
  readonly isCheckOnly: boolean;
  readonly isHelp: boolean;
  readonly server: Readonly<Record<string, string>>;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Every server setting has a flag; `--port N` is short for `--listen 127.0.0.1:N`. */
export function parseFlags(argv: readonly string[]): Flags {
  const settings = Object.fromEntries(
    serverOptions.map(({ flag, takesValue }) => [
      flag.slice(2),
      { type: takesValue ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  const values = parse(argv, {
    ...settings,
    file: { type: 'string', short: 'f' },
    port: { type: 'string' },
    'config-check': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  const { file, port, help, 'config-check': check, ...given } = values;
  const server = Object.entries(given).map(([name, value]): [string, string] => [`--${name}`, String(value)]);
  const short: [string, string][] = typeof port === 'string' ? [['--listen', `127.0.0.1:${port}`]] : [];
  return {
    file: typeof file === 'string' ? file : 'seaworthy.yaml',
    isCheckOnly: check === true,
    isHelp: help === true,
    server: Object.fromEntries([...short, ...server]),
  };
}

export function usage(): string {
  const rows = serverOptions.map(({ flag, type, takesValue, default: value, help }) => [
    takesValue ? `${flag} <${type}>` : flag,
    value === undefined || value === '' ? help : `${help} Default: ${value}`,
  ]);
  const own = [
    ['-f, --file <file>', 'What describes the service. Default: seaworthy.yaml'],
    ['--port <port>', 'Short for --listen 127.0.0.1:<port>'],
    ['--config-check', 'Load the configuration, tell what is wrong with it, and end.'],
  ];
  const lines = [...own, ...rows].map(([name = '', help = '']) => `  ${name}\n      ${help}`);
  return ['usage: seaworthy-server [flags]', ...lines, ''].join('\n');
}

type FlagTypes = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

function parse(args: readonly string[], options: NonNullable<FlagTypes>): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
