// Writes single faces, cut from the licensed photos of the face library, to a folder that git ignores, for trying out:
//   node workloads/doorbell/samples.mjs [--out FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tsImport } from 'tsx/esm/api';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const out = values.out ?? join(here, '.cache', 'faces');

const { SAMPLE_FACES, sampleFace, emptyScene } = await tsImport('./src/testing/sample-faces.ts', import.meta.url);
const { VARIATIONS } = await tsImport('./src/accuracy/variations.ts', import.meta.url);
mkdirSync(out, { recursive: true });
for (const name of SAMPLE_FACES) {
  writeFileSync(join(out, `${name}.jpg`), sampleFace(name));
  writeFileSync(join(out, `${name}-another-day.jpg`), sampleFace(name, VARIATIONS.bright));
}
writeFileSync(join(out, 'nobody.jpg'), emptyScene());
process.stdout.write(`${SAMPLE_FACES.length * 2 + 1} pictures in ${out}\n`);
