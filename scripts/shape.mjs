// `npm run shape`: the sizes of our files and functions beside those of codebases that we admire. A report, never a gate.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript-parser';
import { root } from './steps.mjs';

/** Measured on published snapshots of 2025 and 2026: lines a file and lines a function, median / p95 / max. */
const admired = [
  ['opentelemetry-js sdk-metrics', '86 / 300 / 629', '8 / 34 / 81'],
  ['fastify lib', '165 / 1091 / 1160', '9 / 65 / 509'],
  ['hono', '71 / 439 / 2779', '10 / 72 / 201'],
  ['kysely', '54 / 541 / 2972', '6 / 24 / 223'],
  ['changesets', '45 / 311 / 422', '14 / 88 / 312'],
  ['prom-client', '58 / 342 / 383', '8 / 45 / 100'],
  ['kamal-proxy (Go)', '61 / 424 / 619', '9 / 31 / 64'],
];

const rooms = ['packages', 'workloads'].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => `${group}/${name}`),
);
const measured = rooms.map((room) => ({ room, files: sources(join(root, room, 'src')).map(measure) }));
const everything = { room: 'Seaworthy', files: measured.flatMap(({ files }) => files) };

print(['', 'files', 'lines', 'file: median / p95 / max', 'function: median / p95 / max', 'test : source']);
for (const { room, files } of [...measured, everything]) print(row(room, files));
for (const [name, file, fn] of admired) print([name, '', '', file, fn, '']);

process.stdout.write('\nThe ten longest functions\n');
const functions = everything.files.filter((file) => !file.isTest).flatMap((file) => file.functions);
for (const { name, lines, path } of functions.sort((a, b) => b.lines - a.lines).slice(0, 10)) {
  process.stdout.write(`  ${String(lines).padStart(4)}  ${name}  ${path}\n`);
}

function row(room, files) {
  const code = files.filter((file) => !file.isTest);
  const count = (list) => list.reduce((sum, file) => sum + file.lines, 0);
  const ratio = (count(files) - count(code)) / Math.max(1, count(code));
  return [
    room,
    code.length,
    count(code),
    spread(code),
    spread(code.flatMap((file) => file.functions)),
    ratio.toFixed(1),
  ];
}

function spread(items) {
  const sizes = items.map(({ lines }) => lines).sort((a, b) => a - b);
  const at = (share) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
  return `${at(0.5)} / ${at(0.95)} / ${at(1)}`;
}

function measure(path) {
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const functions = [];
  const lineOf = (position) => file.getLineAndCharacterOfPosition(position).line;
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const lines = lineOf(node.end) - lineOf(node.getStart(file)) + 1;
      functions.push({ name: node.name?.getText(file) ?? '(anonymous)', lines, path: relative(root, path) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {
    lines: text.split('\n').length - 1,
    functions,
    isTest: /\.test\.tsx?$|testing\.ts$|\/testing\/|conformance\.ts$/.test(path),
  };
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function print(cells) {
  const widths = [30, 7, 8, 27, 30, 14];
  process.stdout.write(`${cells.map((cell, index) => String(cell).padEnd(widths[index])).join('')}\n`);
}
