import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript-parser';
import { describe, expect, it } from 'vitest';
import { root } from './source-files.ts';

const kit = join(root, 'packages/kit');
const doorbell = join(root, 'workloads/doorbell');

interface Row {
  readonly part: string;
  readonly files: readonly string[];
  readonly testFile: string;
  readonly testName: string;
}

const rows = readTable();

describe('the doorbell', () => {
  it('uses every part of the kit that a service can import', () => {
    const { exports } = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8')) as { exports: object };
    const parts = Object.keys(exports).flatMap((name) => (name === '.' ? [] : [name.slice(2)]));
    const used = rows.map(({ part }) => part);
    expect(used.toSorted()).toEqual(parts.toSorted());
  });

  it.each(rows)('uses $part where its README says', ({ part, files }) => {
    const offered = exportedValues(join(kit, 'src', part, 'index.ts'));
    const withoutIt = files.filter((file) => !importedFromKit(join(doorbell, file)).some((name) => offered.has(name)));
    expect(withoutIt).toEqual([]);
  });

  it.each(rows)('has a test of its running release that needs $part', ({ testFile, testName }) => {
    expect(testFile).toMatch(/\.slow\.test\.ts$/);
    const path = join(doorbell, testFile);
    expect(existsSync(path)).toBe(true);
    expect(testName).not.toBe('');
    expect(readFileSync(path, 'utf8')).toContain(testName);
  });
});

function readTable(): readonly Row[] {
  const text = readFileSync(join(doorbell, 'README.md'), 'utf8');
  const [, table = ''] = /^\| part \| used in \| proven by \|\n\|.*\|\n((?:\|.*\|\n)+)/m.exec(text) ?? [];
  return table
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, part = '', files = '', test = ''] = line.split('|').map((cell) => cell.trim());
      const [, testFile = '', testName = ''] = /^`([^`]+)`(?:: (.*))?$/.exec(test) ?? [];
      return { part, files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file), testFile, testName };
    });
}

/** Names of what is exported and is no type, also by way of another file. */
function exportedValues(path: string): Set<string> {
  const names = statementsOf(path).flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { exportClause, moduleSpecifier } = statement;
    if (exportClause && ts.isNamedExports(exportClause)) return exportClause.elements.map(({ name }) => name.text);
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    return [...exportedValues(join(dirname(path), moduleSpecifier.text))];
  });
  return new Set(names);
}

function importedFromKit(path: string): readonly string[] {
  return statementsOf(path).flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const bindings = statement.importClause?.namedBindings;
    const isKit = /^@seaworthy\/kit(\/|$)/.test(statement.moduleSpecifier.text);
    if (!isKit || statement.importClause?.phaseModifier !== undefined || !bindings || !ts.isNamedImports(bindings))
      return [];
    return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  });
}

function statementsOf(path: string): readonly ts.Statement[] {
  return [...ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext).statements];
}
