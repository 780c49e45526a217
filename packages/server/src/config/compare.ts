import { leaves } from './leaves.ts';
import type { Config } from './load.ts';

/** A setting that the files say otherwise than what runs. */
export interface Difference {
  readonly path: string;
  readonly change: 'changed' | 'added' | 'removed';
  /** As JSON has it, secrets behind stars; undefined: there is none. */
  readonly running: unknown;
  readonly file: unknown;
  /** Where the new value is written; undefined when there is none, or nobody knows. */
  readonly source: string | undefined;
  /** It differs behind its stars. */
  readonly isHidden: boolean;
}

export type Compared = Pick<Config, 'printable' | 'hidden'>;

/** What differs, by dot path; a secret differs when what is behind its stars does. */
export function differences(running: Compared, file: Compared): readonly Difference[] {
  const [old, now] = [textsOf(running), textsOf(file)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  return paths.flatMap((path) => {
    const [before, after] = [old.get(path), now.get(path)];
    const isHidden = before === after && running.hidden.get(path) !== file.hidden.get(path);
    if (before === after && !isHidden) return [];
    return [
      {
        path,
        change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
        running: parsed(before),
        file: parsed(after),
        source: after === undefined ? undefined : sourceOf(path, file.printable.sources),
        isHidden,
      } as const,
    ];
  });
}

function textsOf({ printable }: Compared): ReadonlyMap<string, string> {
  return new Map(leaves(printable.values).filter(([, text]) => text !== ''));
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

/** Of a list, that of its first item. */
function sourceOf(path: string, sources: Readonly<Record<string, string>>): string | undefined {
  const own = sources[path];
  return own ?? Object.entries(sources).find(([each]) => each.startsWith(`${path}.`))?.[1];
}
