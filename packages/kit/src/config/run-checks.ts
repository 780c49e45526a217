import type { z } from 'zod';
import type { Check, CheckView } from './check.ts';
import { valueAt } from './dotted.ts';
import type { ProblemList } from './problem-list.ts';
import { schemasAt } from './schema-walk.ts';
import type { Node } from './tree.ts';
import { nodeAt, placeAt, plainOf } from './tree.ts';

export interface Checking {
  readonly tree: Node;
  readonly schema: z.ZodType;
  readonly environment: string;
  /** The parsed configuration; undefined when a part of it is wrong. The other parts are then still checked. */
  readonly value: unknown;
}

/** Runs the rules that hold in this environment. A setting that is known to be wrong gets no second problem. */
export function runChecks(checks: readonly Check[], checking: Checking, problems: ProblemList): void {
  const { environment, tree } = checking;
  const get = (path: string) =>
    checking.value === undefined ? parsedAt(path, checking) : valueAt(checking.value, path);
  const view: CheckView = { environment, get };
  for (const check of checks) {
    if (check.environments && !check.environments.includes(environment)) continue;
    check.run(view, (finding) => {
      if (finding.path !== '' && problems.covers(finding.path)) return;
      const keys = finding.path === '' ? [] : finding.path.split('.');
      problems.add(finding, placeAt(tree, keys), nodeAt(tree, keys) === undefined);
    });
  }
}

function parsedAt(path: string, { tree, schema }: Checking): unknown {
  const keys = path.split('.');
  const node = nodeAt(tree, keys);
  const results = schemasAt(schema, keys).map((each) => (each as z.ZodType).safeParse(node && plainOf(node)));
  return results.find((result) => result.success)?.data;
}
