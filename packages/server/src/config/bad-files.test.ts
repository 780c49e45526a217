import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError, formatProblems } from '@seaworthy/kit/config';
import { describe, expect, it } from 'vitest';
import type { ConfigSources } from './load.ts';
import { loadConfiguration } from './load.ts';

const folder = fileURLToPath(new URL('./testdata/', import.meta.url));
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));

/** `<case>.yaml` is the file, `<case>.problems` the exact lines that it is refused with. */
describe('a bad seaworthy.yaml', () => {
  it.each(cases)('%s', async (name) => {
    const text = readFileSync(`${folder}${name}.yaml`, 'utf8');
    await expect(`${problemsOf({ text })}\n`).toMatchFileSnapshot(`${folder}${name}.problems`);
  });

  it('stands for at least thirty mistakes', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
  });
});

const good = 'service: bell\nruntime:\n  command: [node, server.js]\n';

describe('what lies over the file', () => {
  it.each([
    [
      'a variable of a service setting',
      { env: { SEAWORTHY__RUNTIME__INSTANCES: 'many' } },
      'env SEAWORTHY__RUNTIME__INSTANCES  runtime.instances  expected a whole number, got "many". Write a number, without quotes or unit.',
    ],
    [
      'a variable of a server setting',
      { env: { SEAWORTHY_LISTEN: '0.0.0.0:7070' } },
      'env SEAWORTHY_LISTEN  server.listen  0.0.0.0 can be reached from other machines, and there is no TLS. Set server.tls.cert and key, listen on 127.0.0.1, or, behind a proxy with TLS, set server.allowRemote: true.',
    ],
    [
      'a flag',
      { flags: { '--log-level': 'loud' } },
      'flag --log-level  server.log.level  expected one of trace, debug, info, warn, error, fatal, got "loud". Write one of these.',
    ],
    [
      'a variable that names nothing',
      { env: { SEAWORTHY_CONSOLE_FOLDER: 'x' } },
      'env SEAWORTHY_CONSOLE_FOLDER  this variable names no setting. Remove it, or correct its name.',
    ],
    [
      'an unknown environment',
      { env: { DEPLOYMENT_ENV: 'prod' } },
      'env DEPLOYMENT_ENV  environment  expected one of local, staging, production, docker, got "prod". Did you mean production?',
    ],
    [
      "the environment's own file",
      { overlay: 'traffic:\n  listn: 80\n', env: { DEPLOYMENT_ENV: 'production' } },
      'seaworthy.production.yaml:2:3  traffic.listn  is not a known key. Did you mean listen?',
    ],
    [
      'a state folder that is too deep for a socket',
      { flags: { '--state-dir': `/${'deep/'.repeat(25)}state` } },
      expect.stringContaining(
        "server.proxy.socket  the socket's path is too long for Linux: 147 bytes of at most 108.",
      ),
    ],
  ])('is refused as clearly: %s', (_, over, expected) => {
    expect(problemsOf({ text: good, ...over })).toEqual(expected);
  });
});

interface Case extends Partial<Pick<ConfigSources, 'env' | 'flags'>> {
  readonly text: string;
  readonly overlay?: string;
}

function problemsOf({ text, overlay, env = {}, flags = {} }: Case): string {
  const files: Record<string, string | undefined> = {
    'seaworthy.yaml': text,
    'seaworthy.production.yaml': overlay,
  };
  const readFile = (path: string): string => {
    const found = files[path];
    if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return found;
  };
  try {
    loadConfiguration({ file: 'seaworthy.yaml', cwd: '/home/anna', env, flags, readFile });
    return 'no problem';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return formatProblems(error.problems);
  }
}
