import { run } from '../../packages/cli/src/run.ts';
import type { Host } from '../../packages/cli/src/terminal/host.ts';
import { verbList } from '../../packages/cli/src/verb-list.ts';
import { page, section } from './markdown.ts';

const intro =
  'What `seaworthy --help` and `seaworthy VERB --help` print. The global options of the first page go with every verb.';

export async function cliPage(): Promise<string> {
  const sections: string[] = [];
  for (const { name } of verbList) {
    const help = await helpOf([name]);
    const more = await Promise.all(subcommandsOf(help).map((sub) => helpOf([name, sub])));
    sections.push(section(`seaworthy ${name}`, ...[help, ...more].map((text) => block(ownPart(text)))));
  }
  return page('Command line', intro, block(await helpOf([])), ...sections);
}

async function helpOf(words: readonly string[]): Promise<string> {
  const written: string[] = [];
  await run([...words, '--help'], hostThatPrintsTo(written));
  return written.join('').trimEnd();
}

/** `--help` prints, and asks nothing else of the world. */
function hostThatPrintsTo(written: string[]): Host {
  const sink = { write: (text: string) => void written.push(text), isTerminal: false, columns: 100 };
  const never = (): never => {
    throw new Error('--help needs nothing but a place to print');
  };
  const unused = { now: never, sleep: never, every: never, newId: never, catchSignals: never, serverCommand: never };
  const secretInput = { isTerminal: false, readAll: never, readHidden: never };
  return { env: {}, cwd: '/', stdout: sink, stderr: sink, secretInput, ...unused };
}

function subcommandsOf(help: string): string[] {
  const list = /^Commands:\n((?: {2}.*\n?)+)/m.exec(help)?.[1] ?? '';
  return [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name);
}

/** Without what every verb has in common. */
function ownPart(help: string): string {
  return help
    .replace(/^Global Options:\n(?: {2}.*\n?)+\n?/m, '')
    .replace(/^Set up:\n {2}help.*\n?/m, '')
    .replace(/^ {2}-h, --help .*\n(?:\nOptions:\n(?=\n))?/m, '')
    .replace(/^Options:\n(?=\n|$)/m, '')
    .trimEnd();
}

function block(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}
