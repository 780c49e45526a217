import type { ConfigOption } from '@seaworthy/server/config';
import { configOptions } from '@seaworthy/server/config';
import { code, page, section, table } from './markdown.ts';

const intro = `Every key of \`seaworthy.yaml\`, from the table that \`seaworthy config options\` prints. How files, environments and variables
are laid over each other: [the guide](../guides/configuration.md).

Each key can also be set by a variable: \`release.analysis.errorRate\` is \`SEAWORTHY_RELEASE__ANALYSIS__ERROR_RATE\` (or \`SEAWORTHY__…\`).
Lists and mappings are then written as JSON. \`[]\` stands for any item of a list. The \`server\` section is the control plane's own: each of its keys has
a flag of \`seaworthy up\` and short variables too.`;

export function configurationPage(): string {
  const options = configOptions();
  const groups = [...new Set(options.map(groupOf))];
  return page(
    'Configuration',
    intro,
    ...groups.map((group) => {
      const members = options.filter((option) => groupOf(option) === group);
      return section(
        group,
        group === 'server' ? serverTable(members) : table(['key', 'type', 'default', 'what it does'], members.map(row)),
      );
    }),
  );
}

/** The first word of a path that has several; keys that stand alone share one table. */
function groupOf({ path, help }: ConfigOption): string {
  const [first = '', ...rest] = path.split('.');
  if (rest.length > 0) return first;
  return help.endsWith('Accepted, not read yet.') ? 'Not read yet' : 'The service';
}

function row({ path, type, default: fallback, required, help }: ConfigOption): string[] {
  return [code(path), type, required ? 'required' : code(fallback ?? ''), help];
}

function serverTable(options: readonly ConfigOption[]): string {
  const names = ({ flag, variables }: ConfigOption) =>
    [flag, ...variables].flatMap((name) => (name ? [code(name)] : []));
  return table(
    ['key', 'type', 'default', 'flag and variables', 'what it does'],
    options.map((option) => {
      const [path = '', type = '', fallback = '', help = ''] = row(option);
      return [path, type, fallback, names(option).join(', '), help];
    }),
  );
}
