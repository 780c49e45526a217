/**
 * One test case in one readable text file: sections that begin with `-- name --`. `env` holds `NAME=value` lines,
 * `problems` the exact lines that are expected, every other section is a file of that name. What stands above the first
 * section says what the case is about.
 */
export interface ConfigCase {
  readonly about: string;
  readonly env: Readonly<Record<string, string>>;
  readonly problems: string;
  readonly readFile: (path: string) => string;
}

export function parseCase(text: string): ConfigCase {
  const [about = '', ...rest] = text.split(/^-- (.+) --\n/m);
  const sections = new Map(
    rest.flatMap((name, index) => (index % 2 === 0 ? [[name, rest[index + 1] ?? ''] as const] : [])),
  );
  const { env = '', problems = '', ...files } = Object.fromEntries(sections);
  return {
    about: about.trim(),
    env: Object.fromEntries(env.split('\n').filter(Boolean).map(splitAssignment)),
    problems: problems.trimEnd(),
    readFile: filesOf(files),
  };
}

/** Files in memory that are missing in the same way as real ones. */
export function filesOf(files: Readonly<Record<string, string>>): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
    return text;
  };
}

function splitAssignment(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
