// Packs what `import '@seaworthy/kit/…'` loads; tsc writes the types. The node process that starts pays for each file it
// loads: the parts are therefore a few files instead of 150, and the YAML parser is in the one that uses it.
//
//     node packages/kit/build.mjs [FOLDER]     (default dist)
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = import.meta.dirname;
const out = resolve(process.argv[2] ?? join(here, 'dist'));
const { exports } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const sources = Object.values(exports).map(({ source }) => source.replace(/^\.\/src\/|\.ts$/g, ''));

for (const file of filesOf(out)) if (file.endsWith('.js')) rmSync(join(out, file));
await build({
  absWorkingDir: here,
  entryPoints: Object.fromEntries(sources.map((source) => [source, `src/${source}.ts`])),
  outdir: out,
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  target: 'node20',
  // Not `node`: then yaml is taken as an ES module, of which only the parser remains.
  platform: 'neutral',
  // A service builds its schemas with its own zod; the others are loaded when they are used.
  external: ['node:*', 'zod', '@opentelemetry/api', 'cockatiel'],
  logLevel: 'warning',
});
copyFileSync(join(here, 'src/audit/verify-export.mjs'), join(out, 'audit/verify-export.mjs'));
copyFileSync(join(packageFolder('yaml'), 'LICENSE'), join(out, 'config/yaml.LICENSE'));

function filesOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

function packageFolder(name) {
  return dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
}
