import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-parser';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Import {
  readonly specifier: string;
  /** Of a relative import: the imported file, relative to the root. */
  readonly file: string | undefined;
}

export interface SourceFile {
  /** Relative to the root. */
  readonly path: string;
  readonly isTest: boolean;
  readonly imports: readonly Import[];
}

/** Every TypeScript file of the packages and workloads, with what it imports. */
export function sourceFiles(): SourceFile[] {
  const rooms = ['packages', 'workloads'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name, 'src')),
  );
  return rooms.flatMap(walk).map((path) => ({
    path: relative(root, path),
    isTest: /\.test\.tsx?$|testing\.ts$|\/testing\/|conformance\.ts$/.test(path),
    imports: importsOf(path),
  }));
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: false });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'testdata' ? [] : walk(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, false);
  const found: Import[] = [];
  const add = (specifier: string) => {
    const target = specifier.startsWith('.') ? relative(root, resolve(dirname(path), specifier)) : undefined;
    found.push({ specifier, file: target });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) add(argument.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
