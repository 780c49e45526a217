import { readFileSync } from 'node:fs';

/** One thing that a reader of a guide does, in the order of the page. */
export type GuideStep =
  | { readonly kind: 'write'; readonly file: string; readonly content: string; readonly line: number }
  | {
      readonly kind: 'run';
      readonly script: string;
      readonly exit: number;
      /** Goes on while the reader does the rest; what it prints when it is ready. */
      readonly background: { readonly until: string } | undefined;
      /** Lines that the page shows as its output. */
      readonly shown: readonly string[];
      readonly line: number;
    };

export interface Guide {
  /** `repository`: read in the clone; `folder`: in a folder of its own. */
  readonly place: 'repository' | 'folder';
  readonly steps: readonly GuideStep[];
}

interface Block {
  readonly language: string;
  readonly info: string;
  readonly content: string;
  readonly directive: string;
  readonly line: number;
}

/**
 * Reads a guide. ```` ```sh ```` is run; ```` ```yaml file=NAME ```` (any language) is written to a file; ```` ```text ```` after a run shows what
 * it prints. `<!-- run: exit=3 -->` before a block tells its exit code, `<!-- run: background until="text" -->` that the reader
 * leaves it running; `<!-- guide: repository -->` says where the guide is read.
 */
export function readGuide(path: string): Guide {
  const markdown = readFileSync(path, 'utf8');
  const steps: GuideStep[] = [];
  for (const block of blocksOf(markdown)) {
    const file = /\bfile=(\S+)/.exec(block.info)?.[1];
    const last = steps.at(-1);
    if (file !== undefined) steps.push({ kind: 'write', file, content: block.content, line: block.line });
    else if (block.language === 'sh') steps.push(runOf(block));
    else if (block.language === 'text' && last?.kind === 'run')
      steps[steps.length - 1] = { ...last, shown: block.content.split('\n').filter((line) => line.trim() !== '') };
  }
  return { place: markdown.includes('<!-- guide: repository -->') ? 'repository' : 'folder', steps };
}

function runOf({ content, directive, line }: Block): GuideStep {
  const exit = Number(/\bexit=(\d+)/.exec(directive)?.[1] ?? 0);
  const until = /\buntil="([^"]*)"/.exec(directive)?.[1] ?? '';
  const background = /\bbackground\b/.test(directive) ? { until } : undefined;
  return { kind: 'run', script: content, exit, background, shown: [], line };
}

function blocksOf(markdown: string): Block[] {
  const fence = /(?:^<!-- run: (?<directive>.*) -->\n+)?^```(?<language>\w+)(?<info>.*)\n(?<content>[\s\S]*?)^```$/gm;
  return [...markdown.matchAll(fence)].map((match) => {
    const { directive = '', language = '', info = '', content = '' } = match.groups ?? {};
    return { directive, language, info, content, line: markdown.slice(0, match.index).split('\n').length };
  });
}

/** Whether the lines stand in the output in this order; what differs from run to run is not compared. `…` is any text. */
export function missingLine(shown: readonly string[], output: string): string | undefined {
  const lines = output.split('\n').map(withoutVariance);
  let from = 0;
  for (const line of shown) {
    const parts = withoutVariance(line)
      .split('…')
      .map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(`^ ?${parts.join('.*')}$`);
    const found = lines.findIndex((each, index) => index >= from && pattern.test(each));
    if (found === -1) return line;
    from = found + 1;
  }
  return undefined;
}

/** Ids, times, durations and counts become signs; versions, addresses and zeros stay. */
function withoutVariance(line: string): string {
  return line
    .replaceAll(/\b[a-z][a-z-]*-(blue|green)-\d+-[a-z0-9]{6}\b/g, '<$1 instance>')
    .replaceAll(/\bdep_[a-z0-9]+/g, '<deployment>')
    .replaceAll(/\bsha256:[0-9a-f]+/g, '<digest>')
    .replaceAll(/\bswc_[A-Za-z0-9_…-]+/g, '<code>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/(\d[\d.]* (ms|s|min|h)\b ?)+(ago)?|just now/g, '<while>')
    .replaceAll(/(?<![\d.])\d[\d,]*(\.\d+)?(?![\d.]*\.\d)/g, (number) => (/^0(\.0)?$/.test(number) ? '0' : '#'))
    .replaceAll(/\s+/g, ' ')
    .trim();
}
