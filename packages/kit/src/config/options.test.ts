import { expect, test } from 'vitest';
import { z } from 'zod';
import { ListenAddress } from './kinds/address.ts';
import { Duration } from './kinds/duration.ts';
import { Secret, Text } from './kinds/text.ts';
import { describeOptions } from './options.ts';

const schema = z.strictObject({
  runtime: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('process'), env: z.record(z.string(), Text).default({}) }),
    z.strictObject({ kind: z.literal('docker'), image: z.string().describe('Reference of the image.') }),
  ]),
  listen: ListenAddress.prefault(8080).describe('Where clients connect.'),
  drainTimeout: Duration.default(30_000),
  steps: z.array(z.strictObject({ pause: Duration.optional() })).default([]),
  slos: z.record(z.string(), z.strictObject({ objective: z.number() })).optional(),
  database: z.strictObject({ password: Secret.optional(), url: z.string() }).prefault({ url: 'sqlite:x' }),
});

test('every setting is a line, with its type, default, variables and help', () => {
  const options = describeOptions(schema, { prefix: 'APP', aliases: { 'database.password': ['DATABASE_PASSWORD'] } });
  const lines = options.map((o) =>
    [o.path, o.type, o.required ? 'required' : (o.default ?? '-'), o.variables.join(' '), o.help].join(' | '),
  );
  expect(lines).toMatchInlineSnapshot(`
    [
      "runtime.kind | one of process, docker | required | APP__RUNTIME__KIND APP_RUNTIME__KIND | ",
      "runtime.env | a mapping | {} | APP__RUNTIME__ENV APP_RUNTIME__ENV | ",
      "runtime.image | a text | required | APP__RUNTIME__IMAGE APP_RUNTIME__IMAGE | Reference of the image.",
      "listen | a port or host:port | 8080 | APP__LISTEN APP_LISTEN | Where clients connect.",
      "drainTimeout | a duration | 30s | APP__DRAIN_TIMEOUT APP_DRAIN_TIMEOUT | ",
      "steps | a list | [] | APP__STEPS APP_STEPS | ",
      "steps[].pause | a duration | - |  | ",
      "slos | a mapping | - | APP__SLOS APP_SLOS | ",
      "slos.<name>.objective | a number | required |  | ",
      "database.password | a secret | - | APP__DATABASE__PASSWORD APP_DATABASE__PASSWORD DATABASE_PASSWORD | ",
      "database.url | a text | required | APP__DATABASE__URL APP_DATABASE__URL | ",
    ]
  `);
  expect(options.filter((option) => option.secret).map((option) => option.path)).toEqual(['database.password']);
});

test('a schema that holds itself has an end', () => {
  interface Tree {
    name: string;
    children?: Tree[] | undefined;
  }
  const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ name: z.string(), children: z.array(tree).optional() }));
  expect(describeOptions(z.strictObject({ tree })).length).toBeLessThan(100);
});
