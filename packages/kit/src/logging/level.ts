/** How much a line matters; each level includes those after it. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Names that other logging systems use for the same levels. */
export type LevelAlias = 'TRACE' | 'DEBUG' | 'INFO' | 'WARNING' | 'WARN' | 'ERROR' | 'CRITICAL' | 'FATAL';

export const levels: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

const aliases: ReadonlyMap<string, Level> = new Map<string, Level>([
  ...levels.map((level) => [level, level] as const),
  ['warning', 'warn'],
  ['critical', 'fatal'],
]);

/** The level that `name` means, in any case: `info`, `WARNING`, `Critical`. Throws a RangeError that lists the names. */
export function parseLevel(name: string): Level {
  const level = aliases.get(name.toLowerCase());
  if (level === undefined) {
    throw new RangeError(`unknown log level "${name}"; use one of ${[...aliases.keys()].join(', ')}`);
  }
  return level;
}
