import { dirname, isAbsolute, join } from 'node:path';
import { environmentKey, overlayFile } from './environment.ts';
import type { Place, Problem } from './problem.ts';
import type { ProblemList } from './problem-list.ts';
import type { Node } from './tree.ts';
import { childOf } from './tree.ts';
import { parseYaml } from './yaml-tree.ts';

export interface LayerFilesOptions {
  readonly file: string | undefined;
  readonly text: string | undefined;
  readonly fileRequired: boolean;
  /** Throws as `fs.readFileSync` does. */
  readonly readFile: (path: string) => string;
}

type Read = { readonly text: string } | { readonly reason: string; readonly missing: boolean };

const namelessFile = 'configuration';

/** Reads the base file, the file of an environment beside it, and files that hold secrets. */
export class LayerFiles {
  /** By file: the line from which on its YAML is broken. */
  readonly #broken = new Map<string, number>();

  constructor(
    private readonly options: LayerFilesOptions,
    private readonly problems: ProblemList,
  ) {}

  base(): Node | undefined {
    const { file, text, fileRequired } = this.options;
    if (text !== undefined) return this.#parse(text, file ?? namelessFile);
    return file === undefined ? undefined : this.#layer(file, fileRequired);
  }

  /** The environment's own file. It may repeat the environment's name, but not choose another. */
  overlay(environment: string): Node | undefined {
    if (this.options.file === undefined) return undefined;
    const overlay = this.#layer(overlayFile(this.options.file, environment), false);
    const named = childOf(overlay, environmentKey);
    if (named?.kind === 'scalar' && named.value !== environment) {
      const message = `the file for ${environment} cannot choose another environment`;
      this.problems.add({ path: environmentKey, message, fix: 'Remove the key here.' }, named.place);
    }
    return overlay;
  }

  /** A relative path counts from the folder of the base file. */
  secret(path: string): Read {
    const { file } = this.options;
    return this.#read(isAbsolute(path) || file === undefined ? path : join(dirname(file), path));
  }

  /** The place to point at when a setting stands nowhere. */
  origin(): Place {
    const { file, text } = this.options;
    const name = file ?? (text === undefined ? undefined : namelessFile);
    return name === undefined ? { source: 'default' } : { source: `${name}:1`, file: name, line: 1, column: 1 };
  }

  /**
   * Whether a problem may only be there because YAML is broken: a broken line shifts what follows it, so that what the
   * schema thinks of that, or misses, would mislead.
   */
  mayMislead({ file, line = 0, path }: Problem, absent: boolean): boolean {
    const isOfTheFileItself = path === '' && file !== undefined;
    if (this.#broken.size === 0 || isOfTheFileItself) return false;
    const brokenAt = file === undefined ? undefined : this.#broken.get(file);
    return absent || (brokenAt !== undefined && line >= brokenAt);
  }

  #layer(file: string, required: boolean): Node | undefined {
    const read = this.#read(file);
    if ('text' in read) return this.#parse(read.text, file);
    if (read.missing && !required) return undefined;
    const message = `the file cannot be read: ${read.reason}`;
    this.problems.add({ path: '', message, fix: 'Create it, or correct its path and rights.' }, { source: file, file });
    this.#broken.set(file, 0);
    return undefined;
  }

  #parse(text: string, file: string): Node | undefined {
    this.problems.nameFile(file);
    const { tree, brokenAtLine } = parseYaml(text, file, this.problems);
    if (brokenAtLine !== undefined) this.#broken.set(file, brokenAtLine);
    if (tree === undefined || tree.kind === 'mapping') return tree;
    if (brokenAtLine === undefined) this.#refuse(tree, file);
    return undefined;
  }

  #refuse(tree: Node, file: string): void {
    const message = 'expected keys and values, got something else';
    this.problems.add({ path: '', message, fix: 'Write "key: value" lines.' }, tree.place);
    this.#broken.set(file, 0);
  }

  #read(path: string): Read {
    try {
      return { text: this.options.readFile(path) };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return { reason: readFailures[code] ?? code, missing: code === 'ENOENT' };
    }
  }
}

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'its rights do not allow it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
};
