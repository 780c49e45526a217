import { readFileSync } from 'node:fs';

/** Of this package; it lies one folder above both `src` and `dist`. */
export function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
