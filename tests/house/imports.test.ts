import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from './source-files.ts';
import { root, sourceFiles } from './source-files.ts';

const files = sourceFiles();
const roomTable = readTable('room');
const serverTable = readTable('folder');
const packageNames = new Map(rooms().map((room) => [readPackage(room).name as string, room]));

describe('the import table of docs/architecture.md', () => {
  it('lists every room that exists, and no other', () => {
    expect([...roomTable.keys()].sort()).toEqual(rooms().sort());
  });

  it('lists every folder of the server, and no other', () => {
    const folders = files
      .map((file) => serverFolder(file.path))
      .filter((folder) => folder !== undefined && folder !== '');
    expect([...serverTable.keys()].sort()).toEqual([...new Set(folders)].sort());
  });

  it('is kept between the rooms', () => {
    const broken = files.flatMap((file) => {
      const room = roomOf(file.path);
      const allowed = [room, ...(roomTable.get(room) ?? [])];
      return importedRooms(file)
        .filter((imported) => !allowed.includes(imported))
        .map((imported) => `${file.path} imports ${imported}`);
    });
    expect(broken).toEqual([]);
  });

  it('is kept inside the server', () => {
    const broken = files.flatMap((file) => {
      const folder = serverFolder(file.path);
      if (folder === undefined || folder === '') return [];
      const allowed = [folder, ...(serverTable.get(folder) ?? [])];
      const imported = file.imports.flatMap(({ file: target }) => (target === undefined ? [] : [serverFolder(target)]));
      return imported
        .filter((other) => other !== undefined && !allowed.includes(other))
        .map((other) => `${file.path} imports ${other || 'the composition root'}`);
    });
    expect(broken).toEqual([]);
  });
});

describe('imports', () => {
  it('never leave a room by a relative path', () => {
    const leaving = files.flatMap((file) =>
      file.imports
        .filter(({ file: target }) => target !== undefined && roomOf(target) !== roomOf(file.path))
        .map(({ specifier }) => `${file.path} imports ${specifier}`),
    );
    expect(leaving).toEqual([]);
  });

  it('name only packages that the room declares', () => {
    const undeclared = files
      .filter((file) => !file.isTest)
      .flatMap((file) => {
        const declared = declaredBy(roomOf(file.path));
        return file.imports
          .map(({ specifier }) => packageOf(specifier))
          .filter((name) => name !== undefined && !declared.has(name))
          .map((name) => `${file.path} imports ${name}`);
      });
    expect(undeclared).toEqual([]);
  });

  it('have no cycle, of types neither', () => {
    expect(cycles(files.filter((file) => !file.isTest))).toEqual([]);
  });

  it('reach no code of a test', () => {
    const tests = new Set(files.filter((file) => file.isTest).map((file) => file.path));
    const reaching = files
      .filter((file) => !file.isTest)
      .flatMap((file) =>
        file.imports.filter(({ file: target }) => target !== undefined && tests.has(target)).map(() => file.path),
      );
    expect(reaching).toEqual([]);
  });
});

describe('folders', () => {
  it('are never named for what has no name', () => {
    const drawers = files
      .map((file) => file.path)
      .filter((path) => /(^|\/)(common|shared|utils?|helpers?|misc)(\/|\.ts$)/.test(path));
    expect(drawers).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read in config folders and entry points only', () => {
    const readers = files
      .filter((file) => !file.isTest && !/\/(config\/.*|main\.ts)$/.test(file.path))
      .filter((file) => /\bprocess\.env\b/.test(readFileSync(join(root, file.path), 'utf8')))
      .map((file) => file.path);
    expect(readers).toEqual([]);
  });
});

function readTable(kind: 'room' | 'folder'): Map<string, string[]> {
  const lines = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split('\n');
  const start = lines.indexOf(`| ${kind} | may import |`) + 2;
  const rows = lines.slice(
    start,
    lines.findIndex((line, index) => index > start && !line.startsWith('|')),
  );
  return new Map(
    rows.map((row) => {
      const [, name = '', imports = ''] = row.split('|').map((cell) => cell.trim());
      return [
        name,
        imports
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      ];
    }),
  );
}

function rooms(): string[] {
  return ['packages', 'workloads'].flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`));
}

function roomOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

/** `ship/release`, `watch/rules`, `http`; `''` for main.ts and `app`, which may import any; undefined outside the server. */
function serverFolder(path: string): string | undefined {
  const inside = /^packages\/server\/src\/(.*)$/.exec(path)?.[1];
  if (inside === undefined) return undefined;
  const folders = inside.split('/').slice(0, -1);
  if (folders[0] === 'app') return '';
  return ['ship', 'watch'].includes(folders[0] ?? '') ? folders.slice(0, 2).join('/') : (folders[0] ?? '');
}

function importedRooms(file: SourceFile): string[] {
  return file.imports.flatMap(({ specifier }) => {
    const room = packageNames.get(packageOf(specifier) ?? '');
    return room === undefined ? [] : [room];
  });
}

function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function readPackage(room: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8'));
}

function declaredBy(room: string): Set<string> {
  const { dependencies = {}, devDependencies = {}, name } = readPackage(room);
  return new Set([
    name as string,
    ...Object.keys(dependencies as object),
    ...(room === 'packages/console' ? Object.keys(devDependencies as object) : []),
  ]);
}

/** Depth-first search over all imports; each cycle is told once, as a path. */
function cycles(sources: readonly SourceFile[]): string[] {
  const graph = new Map(
    sources.map((file) => [
      file.path,
      file.imports.flatMap(({ file: target }) => (target === undefined ? [] : [target])),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
