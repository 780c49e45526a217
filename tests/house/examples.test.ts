import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '@seaworthy/server/config';
import { expect, it } from 'vitest';
import { root } from './source-files.ts';

it('the seaworthy.yaml of the README is valid', () => {
  const [, example = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  const files: Readonly<Record<string, string>> = { 'README.md': example };
  const readFile = (path: string) => {
    const text = files[path];
    if (text !== undefined) return text;
    throw Object.assign(new Error(`there is no ${path}`), { code: 'ENOENT' });
  };
  const { service } = loadConfiguration({ file: 'README.md', cwd: '/', env: {}, readFile });
  expect(service).toMatchObject({ service: 'hello', runtime: { instances: 2 }, traffic: { listen: { port: 8080 } } });
});
