import type { Host } from './host.ts';
import type { Style } from './style.ts';
import { styleFor } from './style.ts';

/** Answers go to stdout, all else to stderr. With `--json`, stdout holds one document and nothing more. */
export interface Output {
  readonly json: boolean;
  /** For text that goes to stdout. */
  readonly style: Style;
  /** The verb's answer, told once: `document` with `--json`, else what `text` makes of it. */
  answer(document: unknown, text: (style: Style) => string): void;
  /** A line for people while the verb works. */
  note(line: string): void;
}

export function createOutput(host: Host, json: boolean): Output {
  const style = styleFor(host.stdout, host.env);
  return {
    json,
    style,
    answer: (document, text) => host.stdout.write(`${json ? JSON.stringify(document, null, 2) : text(style)}\n`),
    note: (line) => host.stderr.write(`${line}\n`),
  };
}
