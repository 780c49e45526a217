import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RuleFileVerdict, TestFileVerdict } from '@seaworthy/server/rules';
import { CliError } from '../failure.ts';
import type { Invocation, Verb } from '../verb.ts';

interface CheckOptions {
  readonly lintFatal?: boolean;
}

export const rules: Verb = (command, does) => {
  command
    .command('check')
    .description("find every mistake in rule files in Prometheus' format; exit codes as promtool's")
    .argument('<file...>')
    .option('--lint-fatal', 'exit with 3 when rules overwrite each other')
    .action(does(check));
  command
    .command('test')
    .description("run unit tests of rules in promtool's format; exit codes as promtool's")
    .argument('<file...>')
    .action(does(test));
};

async function check({ args, host, options, output }: Invocation<CheckOptions>) {
  const { checkRuleFile, formatRuleProblem } = await import('@seaworthy/server/rules');
  const verdicts = args.map((file) => checkRuleFile(read(resolve(host.cwd, file), file), file));
  const isFatal = options.lintFatal === true && verdicts.some(({ duplicates }) => duplicates.length > 0);
  const text = (verdict: RuleFileVerdict) => checkText(verdict, verdict.problems.map(formatRuleProblem));
  output.answer({ files: verdicts }, () => verdicts.map(text).join('\n\n'));
  if (verdicts.some(({ isValid }) => !isValid)) return 1;
  return isFatal ? 3 : 0;
}

function checkText({ file, isValid, rules, duplicates }: RuleFileVerdict, problems: readonly string[]): string {
  const twice = duplicates.map(({ name, labels }) => `  twice: ${name} ${JSON.stringify(labels)}`);
  const verdict = isValid ? [`  SUCCESS: ${rules} rules found`] : ['  FAILED:', ...problems];
  return [`Checking ${file}`, ...verdict, ...twice].join('\n');
}

async function test({ args, host, output }: Invocation<unknown>) {
  const { findFiles, runTestFile } = await import('@seaworthy/server/rules');
  const verdicts: TestFileVerdict[] = [];
  for (const file of args) {
    const path = resolve(host.cwd, file);
    const find = (pattern: string) =>
      findFiles(pattern, dirname(path)).map((found) => ({ file: found, text: read(found, found) }));
    verdicts.push(await runTestFile(read(path, file), file, find));
  }
  output.answer({ files: verdicts }, () => verdicts.map(testText).join('\n\n'));
  return verdicts.every(({ isPassed }) => isPassed) ? 0 : 1;
}

function testText({ file, isPassed, failures, warnings }: TestFileVerdict): string {
  const warned = warnings.map((warning) => `  WARNING: ${warning}`);
  const verdict = isPassed ? ['  SUCCESS'] : ['  FAILED:', ...failures.map(indented)];
  return [`Unit testing: ${file}`, ...warned, ...verdict].join('\n');
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError('file_unreadable', `${name} cannot be read.`, { cause: error });
  }
}
