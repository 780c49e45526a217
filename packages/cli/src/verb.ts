import type { Command } from 'commander';
import type { Connection, ConnectionOptions } from './control-plane/connection.ts';
import type { ExitCode } from './failure.ts';
import type { Host } from './terminal/host.ts';
import type { Output } from './terminal/output.ts';

/** One use of a verb: what was typed, and what the verb may touch. */
export interface Invocation<Options> {
  readonly args: readonly string[];
  readonly options: Options & ConnectionOptions;
  readonly host: Host;
  readonly output: Output;
  connect(limits?: { answerMs?: number }): Connection;
}

/** Ends with the exit code; none is 0. Failures are thrown. */
export type Action<Options> = (call: Invocation<Options>) => Promise<ExitCode | undefined>;
export type Does = <Options>(action: Action<Options>) => (...given: unknown[]) => Promise<void>;

/** A verb declares its arguments and options on `command`, and what it does by `command.action(does(...))`. */
export type Verb = (command: Command, does: Does) => void | Promise<void>;
