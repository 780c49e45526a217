import type { Document, Pair, Node as YamlNode } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Place } from './problem.ts';
import type { ProblemList } from './problem-list.ts';
import type { Entry, Node } from './tree.ts';
import { scalar } from './tree.ts';
import { yamlMistake } from './yaml-mistakes.ts';

/** More nodes than any hand-written file has; stops aliases of aliases of aliases from growing without end. */
const maximalNodes = 20_000;

export interface ParsedFile {
  readonly tree: Node | undefined;
  /** Line of the first mistake in the YAML itself. What stands after it may have been read wrongly. */
  readonly brokenAtLine?: number;
}

/** The tree of a YAML text, each part with its line and column. Mistakes in the YAML go to `problems`, all of them. */
export function parseYaml(text: string, file: string, problems: ProblemList): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, strict: true });
  const places = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { source: `${file}:${Math.max(line, 1)}`, file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const broken = reportSyntax(document, places, problems);
  const tree = new TreeBuilder(document, places, problems).build();
  return { tree, ...(broken === undefined ? {} : { brokenAtLine: broken }) };
}

/** One wrong character often makes the parser stumble several times: one problem a line is enough. */
function reportSyntax(
  document: Document,
  places: (offset: number) => Place,
  problems: ProblemList,
): number | undefined {
  const found = [...document.errors, ...document.warnings].map((error) => ({ error, place: places(error.pos[0]) }));
  const lines = new Set<number | undefined>();
  for (const { error, place } of found) {
    if (lines.has(place.line)) continue;
    lines.add(place.line);
    problems.add({ path: '', ...yamlMistake(error) }, place);
  }
  const broken = found.map(({ place }) => place.line ?? 1);
  return broken.length === 0 ? undefined : Math.min(...broken);
}

class TreeBuilder {
  #nodes = 0;
  /** Anchors that are being written out at present. */
  readonly #open = new Set<YamlNode>();

  constructor(
    private readonly document: Document,
    private readonly places: (offset: number) => Place,
    private readonly problems: ProblemList,
  ) {}

  build(): Node | undefined {
    const contents = this.document.contents;
    if (contents === null) return undefined;
    const tree = this.#node(contents, '', this.places(0));
    return tree.kind === 'scalar' && tree.value === null ? undefined : tree;
  }

  #node(node: unknown, path: string, nearby: Place): Node {
    const place = this.#place(node, nearby);
    if (this.#nodes >= maximalNodes) return this.#exhausted(path, place);
    this.#nodes++;
    if (isAlias(node)) return this.#alias(node.resolve(this.document), path, place);
    if (isMap(node)) return { kind: 'mapping', entries: this.#entries(node.items, path, place), place };
    if (isSeq(node)) {
      return {
        kind: 'listing',
        items: node.items.map((item, index) => this.#node(item, join(path, String(index)), place)),
        place,
      };
    }
    if (!isScalar(node)) return scalar(null, place);
    return scalar(node.value, place, {
      text: node.source ?? String(node.value),
      expands: typeof node.value === 'string',
    });
  }

  #alias(target: YamlNode | undefined, path: string, place: Place): Node {
    if (!target || this.#open.has(target)) {
      const message = target ? 'this alias holds itself' : 'this alias names no anchor above it';
      this.problems.add({ path, message, fix: 'Write the value out.' }, place);
      return scalar(null, place);
    }
    this.#open.add(target);
    const tree = this.#node(target, path, place);
    this.#open.delete(target);
    return tree;
  }

  #exhausted(path: string, place: Place): Node {
    if (this.#nodes++ === maximalNodes) {
      this.problems.add({ path, message: 'aliases repeat too much', fix: 'Write the values out.' }, place);
    }
    return scalar(null, place);
  }

  #entries(pairs: readonly Pair[], path: string, around: Place): Map<string, Entry> {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const pair of pairs) {
      const keyPlace = this.#place(pair.key, around);
      const key = this.#key(pair.key, path, keyPlace);
      if (key === undefined) continue;
      const keyPath = join(path, key);
      if (key === '<<') this.#merge(this.#node(pair.value, path, keyPlace), merged);
      else if (own.has(key)) this.#duplicate(keyPath, keyPlace, own.get(key)?.keyPlace);
      else own.set(key, { keyPlace, node: this.#node(pair.value, keyPath, keyPlace) });
    }
    return new Map([...merged, ...own]);
  }

  #key(key: unknown, path: string, place: Place): string | undefined {
    if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
    this.problems.add({ path, ...yamlMistake({ code: 'NON_STRING_KEY', message: '' }) }, place);
    return undefined;
  }

  #duplicate(path: string, place: Place, first: Place | undefined): void {
    this.problems.add(
      { path, message: `is written twice, first on line ${first?.line ?? '?'}`, fix: 'Keep one of them.' },
      place,
    );
  }

  /** `<<: *anchor` or a list of them; of equal keys the first counts. */
  #merge(source: Node, into: Map<string, Entry>): void {
    if (source.kind === 'listing') for (const item of source.items) this.#merge(item, into);
    if (source.kind !== 'mapping') return;
    for (const [key, entry] of source.entries) if (!into.has(key)) into.set(key, entry);
  }

  #place(node: unknown, nearby: Place): Place {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    return range ? this.places(range[0]) : nearby;
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
