import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where in the program a line was written. */
export interface CallSite {
  readonly module: string;
  readonly function: string;
  readonly line: number;
}

const ownFolder = import.meta.dirname;
const frame = /^\s*at (?:async )?(?:(.*?) \()?(.*?):(\d+):\d+\)?$/;

/** The first frame of the stack that lies outside of this folder. */
export function callSite(): CallSite | undefined {
  const { stack = '' } = new Error('only for its stack');
  for (const text of stack.split('\n').slice(1)) {
    const [, caller = '', place = '', line = ''] = frame.exec(text) ?? [];
    const file = place.startsWith('file:') ? fileURLToPath(place) : place;
    if (file === '' || path.dirname(file) === ownFolder) continue;
    return { module: path.relative(process.cwd(), file), function: caller, line: Number(line) };
  }
  return undefined;
}
