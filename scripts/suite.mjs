// The steps of the test commands, and the closing line that sums them up.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './steps.mjs';

/** Formatting and lint, then types: each counts as one test. */
export async function quality() {
  return [
    await single('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
    await single('types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']),
    await single('types of the console', ['node_modules/typescript/bin/tsc', '-p', 'packages/console/tsconfig.json']),
  ];
}

/** Runs one ring of tests; its counts come from Vitest's own report, and a run without a report has failed. */
export async function vitest(ring) {
  process.stdout.write(`\n== ${ring} tests\n`);
  const report = join(root, '.cache', `vitest-${ring}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    ring,
    ...reporters,
  ]);
  if (!existsSync(report)) return { name: ring, passed: 0, failed: 1, skipped: [] };
  return { name: ring, ...readReport(JSON.parse(readFileSync(report, 'utf8')), code) };
}

/** Debian's servers that tests need; what cannot be installed is listed, and the tests that need it say so. */
export async function testServices() {
  const { code, output } = await run(join(root, 'scripts', 'test-services'), [], { capture: true });
  process.stdout.write(output);
  if (code !== 0)
    process.stdout.write('Some test servers are missing; the tests that need them are skipped and named.\n');
}

export function closingLine(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const skipped = results.flatMap((result) => result.skipped);
  process.stdout.write('\n');
  for (const { name, passed, failed } of results)
    process.stdout.write(`${failed ? 'FAILED' : 'ok    '} ${name}: ${passed} passed, ${failed} failed\n`);
  for (const title of skipped) process.stdout.write(`skipped: ${title}\n`);
  process.stdout.write(
    `${sum('passed')} passed, ${sum('failed')} failed${skipped.length ? `, ${skipped.length} skipped` : ''}\n`,
  );
  return sum('failed') === 0 ? 0 : 1;
}

async function single(name, args) {
  const startedAt = Date.now();
  const { code, output } = await run(process.execPath, args, { capture: true });
  if (code !== 0) process.stdout.write(`${output}\n`);
  process.stdout.write(
    `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${Math.round((Date.now() - startedAt) / 1000)} s)\n`,
  );
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

function readReport(report, code) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = tests.filter((test) => test.status === 'failed').length + brokenFiles.length;
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    // A crash outside any test (an unhandled rejection, say) fails the run though no test did.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: tests.filter((test) => ['skipped', 'pending', 'todo'].includes(test.status)).map((test) => test.fullName),
  };
}
