// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are what is tested.
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { mustBe } from './check.ts';
import { Duration } from './kinds/duration.ts';
import { Secret, Text } from './kinds/text.ts';
import type { LoadOptions } from './load.ts';
import { loadConfig } from './load.ts';
import type { Problem } from './problem.ts';
import { ConfigError, formatProblems } from './problem.ts';
import { filesOf } from './testing.ts';

const schema = z.strictObject({
  environment: z.string().default('local'),
  debug: z.boolean().default(false),
  level: z.string().default('info'),
  drainTimeout: Duration.default(30_000),
  database: z
    .strictObject({
      host: z.string().default('localhost'),
      port: z.int().default(5432),
      poolSize: z.int().default(20),
      password: Secret.optional(),
      tags: z.array(z.string()).default([]),
      replica: z.strictObject({ host: z.string().default('none') }).prefault({}),
    })
    .prefault({}),
  labels: z.record(z.string(), Text).default({}),
});

type Options = Omit<Partial<LoadOptions<typeof schema>>, 'schema'>;

function load(options: Options = {}) {
  const aliases = { 'database.password': ['DATABASE_PASSWORD'] };
  return loadConfig({ schema, prefix: 'APP', aliases, env: {}, ...options });
}

function problemsOf(options: Options): readonly string[] {
  return caught(options).map(({ path, message }) => `${path}: ${message}`);
}

function caught(options: Options): readonly Problem[] {
  try {
    load(options);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const word = fc.stringMatching(/^[a-z]{1,12}$/).filter((text) => !/^(true|false|null|yes|no|on|off)$/.test(text));

describe('layers', () => {
  test('the value of the highest layer that has one wins, and its source is told', () => {
    const layer = fc.option(word, { nil: undefined });
    fc.assert(
      fc.property(layer, layer, layer, layer, layer, (defaults, base, overlay, alias, variable) => {
        const files = filesOf({
          'app.yaml': stringify({ database: base === undefined ? {} : { password: base } }),
          'app.staging.yaml': stringify({ database: overlay === undefined ? {} : { password: overlay } }),
        });
        const config = load({
          file: 'app.yaml',
          readFile: files,
          defaults: { database: { password: defaults } },
          env: { DEPLOYMENT_ENV: 'staging', DATABASE_PASSWORD: alias, APP__DATABASE__PASSWORD: variable },
        });
        expect(config.value.database.password).toBe(variable ?? alias ?? overlay ?? base ?? defaults);
        const source = variable ? 'env APP__DATABASE__PASSWORD' : alias ? 'env DATABASE_PASSWORD' : undefined;
        const file = overlay ? 'app.staging.yaml:2' : base ? 'app.yaml:2' : defaults ? 'default' : undefined;
        expect(config.sources.get('database.password')).toBe(source ?? file);
      }),
    );
  });

  test('mappings are merged key by key, lists are replaced whole', () => {
    const files = {
      'a.yaml': 'database: {host: base, tags: [a, b]}',
      'a.local.yaml': 'database: {port: 1, tags: [c]}',
    };
    const { value } = load({ file: 'a.yaml', readFile: filesOf(files) });
    expect(value.database).toMatchObject({ host: 'base', port: 1, tags: ['c'] });
  });

  test('defaults may be a profile of each environment', () => {
    const defaults = (environment: string) => ({ level: environment === 'production' ? 'warn' : 'debug' });
    expect(load({ defaults }).value.level).toBe('debug');
    expect(load({ defaults, env: { ENVIRONMENT: 'production' } }).value.level).toBe('warn');
  });

  test('a mistake that a higher layer covers is none: the secret may come from the environment instead', () => {
    const text = 'database: {password: "${DB_PASSWORD}"}';
    expect(load({ text, env: { APP__DATABASE__PASSWORD: 'from-env' } }).value.database.password).toBe('from-env');
    expect(problemsOf({ text })).toEqual(['database.password: ${DB_PASSWORD} is not set']);
  });

  test('a file that may be missing is no problem when it is', () => {
    expect(load({ file: 'a.yaml', readFile: filesOf({}), fileRequired: false }).value.level).toBe('info');
  });
});

describe('the environment', () => {
  const names = ['local', 'staging', 'production', 'docker'];

  test('DEPLOYMENT_ENV is asked first, then ENVIRONMENT, then the file; local stands in', () => {
    const name = fc.option(fc.constantFrom(...names), { nil: undefined });
    fc.assert(
      fc.property(name, name, name, (first, second, written) => {
        const text = written === undefined ? '' : `environment: ${written}`;
        const config = load({ text, env: { DEPLOYMENT_ENV: first, ENVIRONMENT: second } });
        expect(config.environment).toBe(first ?? second ?? written ?? 'local');
        expect(config.value.environment).toBe(config.environment);
      }),
    );
  });

  test('any other name is refused, with the allowed ones', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => !names.includes(name)),
        (name) => {
          const [problem, ...others] = problemsOf({ env: { DEPLOYMENT_ENV: name } });
          expect(problem).toMatch(/^environment: expected one of local, staging, production, docker, got "/);
          expect(others).toEqual([]);
        },
      ),
    );
  });

  test('a schema without the key never sees it', () => {
    const config = loadConfig({ schema: z.strictObject({}), text: 'environment: docker', env: {} });
    expect([config.environment, config.value]).toEqual(['docker', {}]);
  });
});

describe('variables', () => {
  const settings = [
    { path: 'database.host', segments: ['DATABASE', 'HOST'] },
    { path: 'database.replica.host', segments: ['DATABASE', 'REPLICA', 'HOST'] },
    { path: 'level', segments: ['LEVEL'] },
  ] as const;

  test('APP__A__B and APP_A__B both reach a.b; the first is the more specific', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...settings),
        word,
        fc.option(word, { nil: undefined }),
        ({ path, segments }, single, double) => {
          const env = { [`APP_${segments.join('__')}`]: single, [`APP__${segments.join('__')}`]: double };
          expect(load({ env }).get(path)).toBe(double ?? single);
        },
      ),
    );
  });

  test('a deeper name wins over one that sets the whole section', () => {
    const env = { APP__DATABASE: '{"host": "whole", "port": 1}', APP_DATABASE__HOST: 'deep' };
    expect(load({ env }).value.database).toMatchObject({ host: 'deep', port: 1 });
  });

  test('"1" is read as what is expected: a number, a flag, or a text', () => {
    const { value } = load({ env: { APP__DATABASE__PORT: '1', APP_DEBUG: '1', APP_LEVEL: '1' } });
    expect([value.database.port, value.debug, value.level]).toEqual([1, true, '1']);
  });

  test('any whole number survives the way through a variable, and through ${} in the file', () => {
    fc.assert(
      fc.property(fc.integer(), (port) => {
        expect(load({ env: { APP__DATABASE__PORT: String(port) } }).value.database.port).toBe(port);
        const text = 'database: {port: "${DB_PORT}"}';
        expect(load({ text, env: { DB_PORT: String(port) } }).value.database.port).toBe(port);
      }),
    );
  });

  test('camelCase keys are SNAKE_CASE in variables; durations and JSON are read as such', () => {
    const env = { APP_DRAIN_TIMEOUT: '5m', APP__DATABASE__POOL_SIZE: '3', APP__DATABASE__TAGS: '["a","b"]' };
    const { value } = load({ env });
    expect([value.drainTimeout, value.database.poolSize, value.database.tags]).toEqual([300_000, 3, ['a', 'b']]);
  });

  test('keys of a record are spelled by the variable, unless the file has them already', () => {
    const { value } = load({
      text: 'labels: {team: a}',
      env: { APP__LABELS__TEAM: 'b', APP__LABELS__COST__CENTRE: '007' },
    });
    expect(value.labels).toEqual({ team: 'b', COST__CENTRE: '007' });
  });

  test('a variable with the prefix that names nothing is refused, save for those that are known', () => {
    expect(problemsOf({ env: { APP_LEVLE: 'x' } })).toEqual([': this variable names no setting']);
    expect(
      problemsOf({ env: { APP_TEST_X: '1', APP_TOKEN: 'x' }, knownVariables: ['APP_TOKEN', 'APP_TEST_*'] }),
    ).toEqual([]);
    expect(problemsOf({ env: { APPLE_LEVEL: 'x', APP: 'x' } })).toEqual([]);
  });

  test("Kubernetes' own variables for a Service of the same name are none of ours", () => {
    const env = {
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      APP_PORT: 'tcp://10.0.0.2:80',
      APP_SERVICE_HOST: '10.0.0.2',
      APP_PORT_80_TCP_ADDR: '10.0.0.2',
    };
    expect(problemsOf({ env })).toEqual([]);
  });
});

describe('secrets', () => {
  test('no problem shows a secret, wherever it stands and whatever is wrong with it', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9!#%*+,./:=?@^_~-]{8,30}$/);
    fc.assert(
      fc.property(secret, (password) => {
        const file = {
          database: { password: [password], host: `postgres://u:${password}@h`, port: password, replica: password },
        };
        const env = {
          DEPLOYMENT_ENV: password,
          DATABASE_PASSWORD: password,
          APP__DRAIN_TIMEOUT: password,
          APP__LEVLE: password,
        };
        const readFile = filesOf({ 'a.yaml': stringify(file) });
        const problems = caught({ file: 'a.yaml', readFile, env });
        expect(problems.length).toBeGreaterThan(3);
        expect(formatProblems(problems)).not.toContain(password);
      }),
    );
  });

  test('what is printed hides secrets by key, by schema and by where they came from', () => {
    const text = 'level: ${file:/run/level}\ndatabase: {password: hunter22, host: "postgres://u:hunter22@db/x"}';
    const config = load({ text, readFile: filesOf({ '/run/level': 'hidden-level\n' }) });
    expect(config.value.level).toBe('hidden-level');
    expect(config.redacted()).toMatchObject({
      level: '[redacted]',
      database: { password: '[redacted]', host: 'postgres://u:[redacted]@db/x', port: 5432 },
    });
  });
});

describe('what is loaded', () => {
  test('is printed with units where its places have some', () => {
    const config = loadConfig({
      schema: z.object({ every: Duration.default(90_000), waits: z.array(Duration), count: z.number().default(3) }),
      text: 'waits: [250ms, 2h]',
      env: {},
    });
    expect(config.value).toEqual({ every: 90_000, waits: [250, 7_200_000], count: 3 });
    expect(config.redacted()).toEqual({ every: '90s', waits: ['250ms', '2h'], count: 3 });
  });

  test('get finds by dot path, falls back, and never reaches what nobody declared', () => {
    const config = load();
    expect(config.get('database.port')).toBe(5432);
    expect(config.get('database.password', 'none')).toBe('none');
    expect(config.get('database.constructor')).toBeUndefined();
    expectTypeOf(config.get('database.port')).toEqualTypeOf<number>();
    expectTypeOf(config.value.drainTimeout).toEqualTypeOf<number>();
  });

  test('values that nobody wrote have the source default', () => {
    const { sources } = load({ text: 'level: debug' });
    expect(sources.get('level')).toBe('configuration:1');
    expect(sources.get('database.replica.host')).toBe('default');
  });

  test('a key called __proto__ is an unknown key like any other', () => {
    expect(problemsOf({ text: '__proto__: {debug: true}' })).toEqual(['__proto__: is not a known key']);
    expect(({} as Record<string, unknown>)['debug']).toBeUndefined();
  });

  test('unknown keys are refused even where the schema would strip them', () => {
    const loose = z.object({ known: z.string().default('x') });
    expect(() => loadConfig({ schema: loose, text: 'knwon: y', env: {} })).toThrow(/Did you mean known\?/);
  });

  test('anchors and merge keys work; aliases of aliases do not grow without end', () => {
    const text = 'database: &db {host: a}\nlabels: {<<: {team: x}, unit: y}';
    expect(load({ text }).value.labels).toEqual({ team: 'x', unit: 'y' });
    const levels = Array.from({ length: 9 }, (_, i) => `x${i + 1}: &x${i + 1} [${Array(9).fill(`*x${i}`).join(', ')}]`);
    const bomb = ['x0: &x0 lol', ...levels].join('\n');
    expect(problemsOf({ text: bomb }).filter((line) => line.includes('aliases repeat too much'))).toHaveLength(1);
    expect(problemsOf({ text: 'labels: &a {b: *a}' })).toEqual(['labels.b.b: this alias holds itself']);
  });
});

describe('whatever is written', () => {
  const tokens = [
    'database',
    'host',
    'level',
    ': ',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '${',
    '&a',
    '*a',
    '<<',
    '!!',
    '#',
    '|',
    '\t',
    '1',
    '~',
    ',',
  ];
  const broken = fc.array(fc.constantFrom(...tokens), { maxLength: 25 }).map((parts) => parts.join(''));
  const wellFormed = fc
    .jsonValue({ maxDepth: 4 })
    .map((value) => JSON.stringify({ database: value, labels: value, level: value }));

  test('it is loaded, or refused with problems that each have a place, a message and a fix', () => {
    fc.assert(
      fc.property(fc.oneof(broken, wellFormed), (text) => {
        const problems = caught({ text });
        expect(problems.filter(({ source, message, fix }) => source === '' || message === '' || fix === '')).toEqual(
          [],
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('checks', () => {
  test('see parsed values, even when another setting is wrong, and only in their environments', () => {
    const checks = [mustBe('drainTimeout', [60_000], ['production'], 'Write 1m.')];
    const env = { ENVIRONMENT: 'production' };
    expect(problemsOf({ text: 'drainTimeout: 1m\ndebug: 7', checks, env })).toEqual([
      'debug: expected true or false, got 7',
    ]);
    expect(problemsOf({ text: 'drainTimeout: 2m', checks, env })).toEqual([
      'drainTimeout: must be 60000 in production',
    ]);
    expect(problemsOf({ text: 'drainTimeout: 2m', checks })).toEqual([]);
  });
});
