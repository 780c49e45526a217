/** Where a value, or the lack of one, comes from. */
export interface Place {
  /** `default`, `file:line` or `env NAME`. */
  readonly source: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** One mistake that a person can mend: where it is, what is wrong, and what to write instead. */
export interface Problem extends Place {
  /** Dot path of the setting; empty when the problem is the file's own. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** Everything that is wrong with a configuration, at once. Never carries a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config_invalid';

  constructor(readonly problems: readonly Problem[]) {
    super(formatProblems(problems));
  }
}

/**
 * One line for each problem: `seaworthy.yaml:12:5  traffic.listen  expected a port or host:port, got "80x". Write 8080.`
 */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n');
}

function formatProblem(problem: Problem): string {
  const columns = [formatPlace(problem), problem.path, `${problem.message}. ${problem.fix}`];
  return columns.filter((column) => column !== '').join('  ');
}

function formatPlace({ file, line, column, source }: Place): string {
  if (file === undefined) return source;
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
