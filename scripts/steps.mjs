// What `npm start`, `npm test` and the others share: installing and building what is stale, with progress. No dependencies:
// it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cacheFolder = join(root, '.cache');

/** Each part of the build: what it is made from, what it makes. Order matters. */
const parts = [
  {
    name: 'packages',
    from: ['packages', 'tsconfig.base.json', 'tsconfig.build.json'],
    makes: ['packages/cli/dist/main.js', 'packages/server/dist/main.js', 'packages/proxy/dist/main.js'],
    command: ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.build.json'],
  },
  {
    name: 'kit',
    from: ['packages/kit'],
    makes: ['packages/kit/dist/index.js'],
    command: ['packages/kit/build.mjs'],
  },
  {
    name: 'console',
    from: ['packages/console', 'packages/api/src'],
    makes: ['packages/console/dist/index.html'],
    command: ['node_modules/vite/bin/vite.js', 'build', 'packages/console', '--logLevel', 'warn'],
  },
  {
    name: 'doorbell',
    from: ['workloads/doorbell', 'packages/kit/src'],
    makes: ['workloads/doorbell/dist/server.js'],
    command: ['workloads/doorbell/build.mjs'],
  },
];

export async function ready() {
  requireNode();
  await install();
  await build();
}

/** Also true after a plain `npm ci`: npm notes in node_modules when it has finished. */
export async function install() {
  const modules = join(root, 'node_modules');
  const driver = join(modules, 'better-sqlite3/build/Release/better_sqlite3.node');
  const nodeVersion = join(modules, '.installed-for');
  const isInstalled = changedAt(join(modules, '.package-lock.json')) >= changedAt(join(root, 'package-lock.json'));
  const isForThisNode = (readIfThere(nodeVersion) ?? process.version) === process.version;
  if (!isInstalled || !isForThisNode || !existsSync(driver)) {
    const title = 'Installing dependencies (the database driver may be compiled: about two minutes)';
    await step(title, 'npm', ['ci', '--no-progress']);
  }
  writeFileSync(nodeVersion, process.version);
}

export async function build() {
  for (const part of parts) {
    const stamp = join(cacheFolder, `built-${part.name}`);
    const wanted = hash(part.from.flatMap((path) => fingerprint(join(root, path))));
    if (readIfThere(stamp) === wanted && part.makes.every((path) => existsSync(join(root, path)))) continue;
    await step(`Building ${part.name}`, process.execPath, part.command);
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

/** Runs a command quietly; shows its output only when it fails, and then ends the process. */
export async function step(title, command, args) {
  const result = await timed(title, () => run(command, args, { capture: true }));
  if (result.code === 0) return;
  process.stderr.write(`${result.output}\n`);
  fail(`${title} failed (${[command, ...args].join(' ')} ended with ${result.code}).`);
}

/** Runs a command as argv, never through a shell. Resolves with its exit code and, if captured, what it printed. */
export function run(command, args, { capture = false, env = process.env, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? `signal ${signal}`, output: Buffer.concat(chunks).toString() }),
    );
  });
}

export function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(1);
}

async function timed(title, work) {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const live = process.stderr.isTTY;
  process.stderr.write(live ? '' : `${title} ...\n`);
  const timer = live ? setInterval(() => process.stderr.write(`\r\x1b[2K${title} ... ${seconds()}`), 200) : undefined;
  try {
    return await work();
  } finally {
    clearInterval(timer);
    process.stderr.write(`${live ? '\r\x1b[2K' : ''}${title}: ${seconds()}\n`);
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Seaworthy needs Node 20.19 or newer; this is ${process.version}.`);
}

/** Content is not read: path, size and time of change tell what is stale, fast enough to ask at every start. */
function fingerprint(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [`${path} ${stats.size} ${stats.mtimeMs}`];
  return readdirSync(path)
    .filter(
      (name) =>
        !['dist', 'node_modules', 'samples', 'data'].includes(name) &&
        !name.endsWith('.tsbuildinfo') &&
        !name.startsWith('.'),
    )
    .sort()
    .flatMap((name) => fingerprint(join(path, name)));
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function hash(pieces) {
  const sum = createHash('sha256');
  for (const piece of pieces) sum.update(piece).update('\n');
  return sum.digest('hex');
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
