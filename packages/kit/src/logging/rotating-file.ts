import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

export interface RotatingFileOptions {
  readonly path: string;
  /** A line that would make the file longer goes to a new one. Default 10 MiB. */
  readonly maxBytes?: number;
  /** Full files kept beside the present one, `path.1` the newest. Default 10. */
  readonly keep?: number;
}

export interface RotatingFile {
  write(line: string): void;
  close(): void;
}

const ownerOnly = 0o600;

/**
 * A log file that starts anew when it is full. Lines are written synchronously and never cut in two. Only one process
 * may write to a path.
 */
export function rotatingFile({ path, maxBytes = 10 * 1024 * 1024, keep = 10 }: RotatingFileOptions): RotatingFile {
  let file = openSync(path, 'a', ownerOnly);
  let size = fstatSync(file).size;

  function rotate(): void {
    closeSync(file);
    for (let number = keep - 1; number >= 1; number -= 1) moveIfThere(`${path}.${number}`, `${path}.${number + 1}`);
    if (keep > 0) renameSync(path, `${path}.1`);
    file = openSync(path, keep > 0 ? 'a' : 'w', ownerOnly);
    size = 0;
  }

  return {
    write(line) {
      const bytes = Buffer.from(line);
      if (size > 0 && size + bytes.length > maxBytes) rotate();
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      size += bytes.length;
    },
    close: () => closeSync(file),
  };
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
