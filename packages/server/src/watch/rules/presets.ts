import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Rules that come with Seaworthy: files in Prometheus' format, each with unit tests beside it. */
export interface RulePreset {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** The same from the sources and from what is built of them: the files themselves are not built. */
const folder = fileURLToPath(new URL('../../../src/watch/rules/presets/', import.meta.url));

export function rulePresets(): readonly RulePreset[] {
  return readdirSync(folder)
    .filter((name) => /^[a-z-]+\.yaml$/.test(name))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      return { name: name.replace('.yaml', ''), file, text: readFileSync(file, 'utf8') };
    });
}

/** The name of the file of a preset's unit tests. */
export function presetTests({ file }: RulePreset): string {
  return file.replace(/\.yaml$/, '.test.yaml');
}
