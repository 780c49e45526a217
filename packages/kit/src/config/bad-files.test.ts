import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { mustBe, mustBeSet } from './check.ts';
import { Port } from './kinds/address.ts';
import { Duration } from './kinds/duration.ts';
import { Ratio } from './kinds/ratio.ts';
import { Argv, Name, Secret, Text, UrlPath } from './kinds/text.ts';
import type { LoadOptions } from './load.ts';
import { loadConfig } from './load.ts';
import { ConfigError, formatProblems } from './problem.ts';
import { parseCase } from './testing.ts';

const folder = new URL('./testdata/', import.meta.url);

const Runtime = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('process'), command: Argv, env: z.record(z.string(), Text).default({}) }),
  z.strictObject({ kind: z.literal('docker'), image: z.string() }),
]);

const schema = z.strictObject({
  service: Name,
  environment: z.enum(['local', 'staging', 'production', 'docker']).default('local'),
  version: z.string().optional(),
  debug: z.boolean().default(false),
  port: Port.default(8080),
  drainTimeout: Duration.default(30_000),
  errorRate: Ratio.default(0.1),
  balance: z.enum(['round-robin', 'least-connections']).default('round-robin'),
  workers: z.int().min(1).max(64).default(2),
  runtime: Runtime.optional(),
  validation: z
    .array(
      z.union([
        z.strictObject({ http: z.string(), status: z.int().default(200) }),
        z.strictObject({ command: Argv, timeout: Duration.optional() }),
      ]),
    )
    .default([]),
  health: z.strictObject({ path: UrlPath.default('/health'), interval: Duration.default(5_000) }).prefault({}),
  database: z
    .strictObject({
      type: z.enum(['sqlite', 'postgres']).default('sqlite'),
      url: z.url().optional(),
      password: Secret.optional(),
      sslMode: z.enum(['disable', 'require']).default('disable'),
    })
    .prefault({}),
});

const options: Omit<LoadOptions<typeof schema>, 'env'> = {
  schema,
  file: 'app.yaml',
  prefix: 'APP',
  aliases: { 'database.password': ['DATABASE_PASSWORD'] },
  knownVariables: ['APP_TOKEN'],
  checks: [
    mustBe('debug', [false], ['production'], 'Remove it, or set it in app.local.yaml.'),
    mustBe('database.sslMode', ['require'], ['production'], 'Write sslMode: require.'),
    mustBeSet('database.password', ['production'], 'Set DATABASE_PASSWORD.'),
  ],
};

const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

test.each(names)('%s: every problem is told, with its place and the fix', (name) => {
  const { env, readFile, problems } = parseCase(readFileSync(new URL(name, folder), 'utf8'));
  expect(problemsOf(() => loadConfig({ ...options, env, readFile }))).toBe(problems);
});

function problemsOf(load: () => unknown): string {
  try {
    load();
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return formatProblems(error.problems);
  }
}
