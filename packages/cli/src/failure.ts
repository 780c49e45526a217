export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;
export const exitCodes = { done: 0, failed: 1, usage: 2, rolledBack: 3, refused: 4, unreachable: 5 } as const;

/** Failures that the command line finds by itself; those of the control plane come with their own. */
export const cliFailures = {
  usage: { exit: 2, hint: 'Add --help to see what it takes.' },
  config_invalid: { exit: 2, hint: 'Mend each listed place and run `seaworthy config check`.' },
  unreachable: {
    exit: 5,
    hint: 'Start one with `seaworthy up`, or name another by --state-dir, or by --url and SEAWORTHY_TOKEN.',
  },
  token_unreadable: { exit: 4, hint: 'Run as the user who ran `seaworthy up`, or set SEAWORTHY_TOKEN.' },
  start_failed: { exit: 1, hint: 'Mend what the last lines say, and run `seaworthy up` again.' },
  not_stopped: { exit: 1, hint: 'Look at those processes, or end them with `seaworthy down --force`.' },
  not_known: { exit: 1, hint: 'Follow it with `seaworthy deployments show`, once the control plane is back.' },
  approval_needed: { exit: 4, hint: 'Ask somebody else for `seaworthy approvals approve ID`.' },
  approval_refused: { exit: 4, hint: 'Run `seaworthy approvals show ID`; ask again for what is still wanted.' },
  file_unreadable: { exit: 1, hint: 'Check its path, and that you may read it.' },
  file_unwritable: { exit: 1, hint: 'Check the folder, the space in it, and that you may write there.' },
  query_invalid: { exit: 2, hint: 'Mend the expression; one in quotes reaches it as it is written.' },
  query_failed: { exit: 1, hint: 'Change the expression: it was understood, and could not be answered.' },
  audit_unproven: { exit: 1, hint: 'Keep the answer as evidence, and run `seaworthy audit verify`.' },
  internal: { exit: 1, hint: 'This is a fault of the command line itself; please report it with what you ran.' },
} as const satisfies Record<string, { exit: ExitCode; hint: string }>;

export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exit: ExitCode;
  readonly hint: string;
  /** Lines for people that show the place. */
  readonly excerpt: string | undefined;
  constructor(
    readonly code: keyof typeof cliFailures,
    message: string,
    options: { hint?: string; cause?: unknown; excerpt?: string } = {},
  ) {
    super(message, { cause: options.cause });
    this.exit = cliFailures[code].exit;
    this.hint = options.hint ?? cliFailures[code].hint;
    this.excerpt = options.excerpt;
  }
}

/** The control plane ended while it started, and has said why in its own words: they are shown as they are. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal';
  constructor(
    readonly words: string,
    readonly exit: ExitCode,
  ) {
    super(words);
  }
}

/** What is told of any error: its own sentence, never a stack. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exit: ExitCode;
  readonly requestId?: string;
  readonly details?: readonly { path: string; message: string }[];
  /** The message holds everything, and is shown alone. */
  readonly isWhole?: boolean;
  readonly problems?: readonly ConfigProblem[];
  /** Lines for people that show the place. */
  readonly excerpt?: string;
}

/** A place of the configuration to mend; `text` is its one line for people. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  readonly text: string;
}

/** Everything that is wrong with a configuration, at once. */
export class ConfigRefusal extends Error {
  override readonly name = 'ConfigRefusal';
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(`The configuration has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`);
  }
}

/** Lines for stderr: what went wrong, where, and what to do. */
export function failureText(failure: Failure): string {
  if (failure.isWhole) return failure.message;
  const problems = (failure.problems ?? []).map(({ text }) => text);
  const details = (failure.details ?? []).map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`);
  const excerpt = (failure.excerpt ?? '').split('\n').flatMap((line) => (line === '' ? [] : [`    ${line}`]));
  return [
    ...problems,
    `error: ${failure.message} (${failure.code})`,
    ...excerpt,
    ...details,
    `  what to do: ${failure.hint}`,
  ].join('\n');
}

export function failureDocument({ exit: _, isWhole: __, excerpt: ___, ...error }: Failure): unknown {
  return { error };
}
