// The steps of the test commands, and the closing line that sums them up.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root, run } from './steps.mjs';

const mostFiles = 10;
const mostLines = 15;

/** Formatting and lint, then types: each counts as one test. */
export async function quality() {
  return [
    await single('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
    await single('types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']),
    await single('types of the console', ['node_modules/typescript/bin/tsc', '-p', 'packages/console/tsconfig.json']),
  ];
}

/** Runs one ring of tests; its counts come from Vitest's own report, and a run without a report has failed. */
export async function vitest(ring, env = {}) {
  process.stdout.write(`\n== ${ring} tests\n`);
  const report = join(root, '.cache', `vitest-${ring}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const argv = ['node_modules/vitest/vitest.mjs', 'run', '--project', ring, ...reporters];
  const { code } = await run(process.execPath, argv, { env: { ...process.env, ...env } });
  if (!existsSync(report))
    return {
      ...nothing,
      name: ring,
      failed: 1,
      failures: [{ title: ring, message: `Vitest ended with ${code} and left no report.` }],
    };
  return { name: ring, ...readReport(JSON.parse(readFileSync(report, 'utf8')), code) };
}

/** Debian's servers that tests need; what cannot be installed is listed, and the tests that need it say so. */
export async function testServices() {
  const { code, output } = await run(join(root, 'scripts', 'test-services'), [], { capture: true });
  process.stdout.write(output);
  if (code !== 0)
    process.stdout.write('Some test servers are missing; the tests that need them are skipped and named.\n');
}

/** What took longest, then what failed, then the sums: of a long log one may see the last lines only. */
export function closingLine(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const all = (key) => results.flatMap((result) => result[key]);
  const skipped = all('skipped');
  process.stdout.write('\n');
  for (const { file, seconds } of longest(all('files')))
    process.stdout.write(`${seconds.toFixed(0).padStart(5)} s  ${file}\n`);
  for (const title of skipped) process.stdout.write(`skipped: ${title}\n`);
  for (const { title, message } of all('failures'))
    process.stdout.write(`\nFAILED ${title}\n${beginningOf(message)}\n`);
  process.stdout.write('\n');
  for (const { name, passed, failed } of results)
    process.stdout.write(`${failed ? 'FAILED' : 'ok    '} ${name}: ${passed} passed, ${failed} failed\n`);
  process.stdout.write(
    `${sum('passed')} passed, ${sum('failed')} failed${skipped.length ? `, ${skipped.length} skipped` : ''}\n`,
  );
  return sum('failed') === 0 ? 0 : 1;
}

const nothing = { passed: 0, failed: 0, skipped: [], failures: [], files: [] };

async function single(name, args) {
  const startedAt = Date.now();
  const { code, output } = await run(process.execPath, args, { capture: true });
  if (code !== 0) process.stdout.write(`${output}\n`);
  process.stdout.write(
    `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${Math.round((Date.now() - startedAt) / 1000)} s)\n`,
  );
  if (code === 0) return { ...nothing, name, passed: 1 };
  return { ...nothing, name, failed: 1, failures: [{ title: name, message: output }] };
}

function readReport({ testResults }, code) {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: relative(root, name) })),
  );
  const failures = [
    ...tests.filter(({ status }) => status === 'failed').map(failureOf),
    ...testResults.filter(isBroken).map(({ name, message }) => ({ title: relative(root, name), message })),
  ];
  // A crash outside any test (an unhandled rejection, say) fails the run though no test did.
  if (failures.length === 0 && code !== 0)
    failures.push({ title: 'outside any test', message: `Vitest ended with ${code}; its own report is above.` });
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: failures.length,
    skipped: tests
      .filter(({ status }) => ['skipped', 'pending', 'todo'].includes(status))
      .map(({ fullName }) => fullName),
    failures,
    files: testResults.map(({ name, startTime, endTime }) => ({
      file: relative(root, name),
      seconds: (endTime - startTime) / 1000,
    })),
  };
}

function failureOf({ file, fullName, failureMessages }) {
  return { title: `${file}: ${fullName}`, message: failureMessages.join('\n') };
}

/** A file that failed although none of its tests did: it could not be read, or what surrounds its tests failed. */
function isBroken({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

function longest(files) {
  return files.sort((a, b) => b.seconds - a.seconds).slice(0, mostFiles);
}

function beginningOf(message) {
  const isOurs = (line) => !line.includes('/node_modules/');
  const lines = stripVTControlCharacters(message).trim().split('\n').filter(isOurs);
  const rest = lines.length > mostLines ? [`... ${lines.length - mostLines} lines more above`] : [];
  return [...lines.slice(0, mostLines), ...rest].map((line) => `  ${line.slice(0, 300)}`).join('\n');
}
