// Makes the self-contained release: everything that `node server.js` needs, and nothing from node_modules at run time.
//   node workloads/doorbell/build.mjs [--out FOLDER]
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

const MODELS = [
  'tiny_face_detector_model',
  'ssd_mobilenetv1_model',
  'face_landmark_68_model',
  'face_recognition_model',
];

/** Builds into `out`; returns it. */
export async function buildRelease(out = join(here, 'dist')) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'models'), { recursive: true });
  await Promise.all([bundleServer(out), bundleThreads(out)]);
  copyModels(join(out, 'models'));
  cpSync(require.resolve('better-sqlite3/build/Release/better_sqlite3.node'), join(out, 'better_sqlite3.node'));
  cpSync(join(here, 'public'), join(out, 'public'), { recursive: true });
  cpSync(join(here, 'doorbell.yaml'), join(out, 'doorbell.yaml'));
  const { name, version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  writeFileSync(join(out, 'package.json'), `${JSON.stringify({ name, version, type: 'module' })}\n`);
  return out;
}

// Dependencies written as CommonJS call require(); an ES module has none of its own.
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

// What the kit loads by require when it is used first: the release has no node_modules to load it from.
const LOADED_LATE = {
  name: 'loaded late',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]kit[\\/]src[\\/].*-package\.ts$/ }, ({ path }) => {
      const bundled = readFileSync(path, 'utf8').replace(/createRequire\(import\.meta\.url\)\(/g, 'require(');
      return { contents: bundled, loader: 'ts' };
    });
  },
};

const ALIKE = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['source'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [LOADED_LATE],
};

async function bundleServer(out) {
  await build({ ...ALIKE, entryPoints: { server: join(here, 'src/main.ts') }, outdir: out, banner: { js: REQUIRE } });
}

/** `main` first: the wasm backend and the face library must meet one and the same copy of the tensor core. */
async function bundleThreads(out) {
  const banner = `${REQUIRE} const __filename = import.meta.filename, __dirname = import.meta.dirname;`;
  const entryPoints = {
    'face-thread': join(here, 'src/face/face-thread.ts'),
    'accuracy-thread': join(here, 'src/accuracy/accuracy-thread.ts'),
  };
  const split = { splitting: true, chunkNames: 'face-models-[hash]' };
  await build({ ...ALIKE, ...split, entryPoints, outdir: out, mainFields: ['main', 'module'], banner: { js: banner } });
}

function copyModels(into) {
  const models = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  for (const model of MODELS) {
    cpSync(join(models, `${model}.bin`), join(into, `${model}.bin`));
    cpSync(join(models, `${model}-weights_manifest.json`), join(into, `${model}-weights_manifest.json`));
  }
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
  for (const file of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'])
    cpSync(join(wasm, file), join(into, file));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const started = performance.now();
  const out = await buildRelease(values.out);
  process.stdout.write(`doorbell release in ${out} (${Math.round(performance.now() - started)} ms)\n`);
}
