import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

/** The options of every verb that lists: they page through what is there, newest first. */
export interface PageOptions {
  readonly limit?: number;
  readonly cursor?: string;
}

export function pageOptions(command: Command): Command {
  return command
    .option('--limit <n>', 'at most this many (1 to 200)', countUpTo(200))
    .option('--cursor <cursor>', 'go on after an earlier page');
}

export function pageQuery({ limit, cursor }: PageOptions): { limit?: number; cursor?: string } {
  return { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
}

export function withMore(page: { nextCursor: string | null }, text: string): string {
  return page.nextCursor === null ? text : `${text}\nThere are more: --cursor ${page.nextCursor}`;
}

export function countUpTo(most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`Write a whole number from 1 to ${most}.`);
  };
}
