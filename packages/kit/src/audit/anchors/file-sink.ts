import { open } from 'node:fs/promises';
import type { CheckpointSink } from './sink.ts';

/** Appends each checkpoint to a file, best on another disk or a mounted share; as notes, an empty line after each. */
export function fileSink({ path }: { readonly path: string }): CheckpointSink {
  return {
    name: `file ${path}`,
    async send({ note }) {
      const file = await open(path, 'a', 0o600);
      await file
        .appendFile(`${note}\n`)
        .then(() => file.sync())
        .finally(() => file.close());
    },
  };
}

/** The notes in the text of such a file, oldest first. */
export function splitNotes(text: string): string[] {
  return [...text.matchAll(/(?:[^\n]+\n)+\n(?:— [^\n]+\n)+/g)].map(([note]) => note);
}
