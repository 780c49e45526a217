import type { z } from 'zod';
import { hintOf } from './hint.ts';
import type { ProblemList } from './problem-list.ts';
import type { Schema } from './schema-walk.ts';
import { schemasAt } from './schema-walk.ts';
import { isSecretAt } from './secret-places.ts';
import type { Node } from './tree.ts';
import { dotPath, nodeAt, placeAt } from './tree.ts';
import { describeMissing, describeWrong } from './wording.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

export interface Explaining {
  readonly tree: Node;
  readonly schema: Schema;
  /** Variables that could set a path, to name one in the fix. */
  variablesOf(path: readonly string[]): readonly string[];
}

/** Turns what the schema found into problems that name the place, what was expected and got, and what to write instead. */
export function explain(
  issues: readonly Issue[],
  explaining: Explaining,
  problems: ProblemList,
  around: Path = [],
): void {
  for (const issue of issues) {
    const path = [...around, ...issue.path];
    const nearest = issue.code === 'invalid_union' ? nearestOption(issue.errors, path, explaining) : undefined;
    if (nearest) explain(nearest, explaining, problems, path);
    else if (issue.code === 'unrecognized_keys') reportKeys(issue.keys, path, explaining, problems);
    else reportValue(issue, path, explaining, problems);
  }
}

/** A value that is known to be wrong gets no second problem, nor does the mapping around it. */
function reportValue(issue: Issue, path: Path, { tree, schema, variablesOf }: Explaining, problems: ProblemList): void {
  if (path.length > 0 && problems.covers(dotPath(path))) return;
  const node = nodeAt(tree, path);
  const schemas = schemasAt(schema, path);
  const hint = schemas.map(hintOf).find((each) => each !== undefined);
  const subject = { issue, path, node, hint, schemas, secret: isSecretAt(schema, path, node) };
  const wording = node ? describeWrong(subject) : describeMissing(subject, variablesFor(path, variablesOf));
  problems.add({ path: dotPath(path), ...wording }, placeAt(tree, path), isAbsent(node));
}

function reportKeys(
  keys: readonly string[],
  around: readonly PropertyKey[],
  explaining: Explaining,
  problems: ProblemList,
): void {
  for (const key of keys) {
    const path = [...around, key];
    if (problems.covers(dotPath(path))) continue;
    problems.add(
      { path: dotPath(path), message: 'is not a known key here', fix: 'Remove it.' },
      placeAt(explaining.tree, path),
    );
  }
}

/**
 * Of a union's options, the one that came nearest: the right kind of value at its root, then the fewest issues. None
 * when the union speaks for itself, by a hint.
 */
function nearestOption(options: readonly (readonly Issue[])[], path: Path, { tree, schema }: Explaining) {
  if (!nodeAt(tree, path) || schemasAt(schema, path).some((each) => hintOf(each) !== undefined)) return undefined;
  const isInside = (issue: Issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys';
  return options.filter((issues) => issues.every(isInside)).toSorted((a, b) => a.length - b.length)[0];
}

/** Items of a list have no variables of their own. */
function variablesFor(path: Path, variablesOf: Explaining['variablesOf']): readonly string[] {
  return path.some((key) => typeof key === 'number') ? [] : variablesOf(path.map(String));
}

function isAbsent(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}
