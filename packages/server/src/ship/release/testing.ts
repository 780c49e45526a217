import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files by path: text, a program (`{run}`), or a link (`{link}`). */
export type Files = Readonly<Record<string, string | { readonly run: string } | { readonly link: string }>>;

export async function writeFiles(root: string, files: Files): Promise<string> {
  for (const [path, file] of Object.entries(files)) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true });
    if (typeof file === 'string') await writeFile(place, file);
    else if ('link' in file) await symlink(file.link, place);
    else {
      await writeFile(place, file.run);
      await chmod(place, 0o755);
    }
  }
  return root;
}

export interface TarPart {
  readonly path: string;
  readonly type?: string;
  readonly link?: string;
  readonly body?: string;
  readonly mode?: number;
}

/** A tar archive with whatever entries a test wants, also such as no tool would write. */
export function tarOf(...parts: readonly TarPart[]): Buffer {
  return Buffer.concat([...parts.map(block), Buffer.alloc(1024)]);
}

function block({ path, type = '0', link = '', body = '', mode = 0o644 }: TarPart): Buffer {
  const data = Buffer.from(body);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write(mode.toString(8).padStart(7, '0'), 100);
  header.write(data.length.toString(8).padStart(11, '0'), 124);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}
