// `npm run bench [NAME ...]`: runs the benchmarks in bench/, each ours beside a peer in one run, and prints ratios.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ready, root, run } from './steps.mjs';

await ready();
const wanted = process.argv.slice(2);
const all = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.slice(0, -4));
for (const name of wanted.length ? wanted : all) {
  if (!all.includes(name)) throw new Error(`There is no benchmark ${name}; there are: ${all.join(', ')}.`);
  process.stdout.write(`\n== ${name}\n`);
  await run(process.execPath, [join('bench', `${name}.mjs`)]);
}
