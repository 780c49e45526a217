import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-parser';
import type { MetricLine } from './metric-text.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const types: Readonly<Record<string, string>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  timer: 'histogram',
};

/**
 * What a program defines by `metrics.counter({...})` and its like, from its entry point on: a part that nothing starts
 * has no metrics. A journey compares it with a scrape.
 */
export function metricsOfProgram(entry: string): MetricLine[] {
  const seen = new Set<string>();
  const follow = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true);
    for (const { fileName } of importedFiles) if (fileName.startsWith('.')) follow(join(dirname(path), fileName));
  };
  follow(join(root, entry));
  return [...seen].sort().flatMap(definitionsIn);
}

function definitionsIn(path: string): MetricLine[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, false);
  const found: MetricLine[] = [];
  const visit = (node: ts.Node): void => {
    const line = definitionOf(node);
    if (line !== undefined) found.push(line);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function definitionOf(node: ts.Node): MetricLine | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const type = types[node.expression.name.text];
  const [definition] = node.arguments;
  if (type === undefined || definition === undefined || !ts.isObjectLiteralExpression(definition)) return undefined;
  const [[name = ''] = [], [help = ''] = [], labels = []] = ['name', 'help', 'labelNames'].map((key) =>
    textsOf(definition, key),
  );
  return { name, type, labels, help };
}

/** The texts of a property: of one, or of a list of them. */
function textsOf(literal: ts.ObjectLiteralExpression, key: string): string[] {
  const property = literal.properties.find(
    (each): each is ts.PropertyAssignment =>
      ts.isPropertyAssignment(each) && ts.isIdentifier(each.name) && each.name.text === key,
  );
  const value = property?.initializer;
  if (value === undefined) return [];
  const items = ts.isArrayLiteralExpression(value) ? value.elements : [value];
  return items.flatMap((item) => (ts.isStringLiteral(item) ? [item.text] : []));
}
