import { Duration, hints, written } from '@seaworthy/kit/config';
import { z } from 'zod';
import type { Injection } from './inject-config.ts';
import { parseReference } from './inject-config.ts';

const Reference = written(
  z.string(),
  {
    expected: 'the name of a secret, or where it lies elsewhere',
    example: 'db-password',
    verbatim: true,
    fix: () => 'Write db-password, vault:shop/api#key or kubernetes:shop/tls#tls.key.',
  },
  parseReference,
);

const Variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
  .register(hints, { expected: 'a name that an environment variable can have', example: 'DB_PASSWORD' });

const FileName = z
  .string()
  .regex(/^(?!\.)[\w.-]{1,128}$/)
  .register(hints, { expected: 'a file name without a folder', example: 'tls.key' });

const Injected = z
  .strictObject({
    from: Reference.describe('The secret: its name here, vault:PATH#KEY, or kubernetes:[NAMESPACE/]NAME#KEY.'),
    env: Variable.optional().describe('The variable that holds the value; with a file, its path.'),
    file: FileName.optional().describe("A file in a folder of the instance's own, 0600, removed when it ends."),
    maxAge: Duration.optional().describe('After which it ought to be replaced: told by an alert.'),
  })
  .superRefine(({ env, file }, context) => {
    if (env !== undefined || file !== undefined) return;
    const params = { fix: 'Add "env: NAME", or "file: name", beside it.' };
    context.addIssue({ code: 'custom', path: ['from'], message: 'is not given to anybody', params });
  });

/** `runtime.inject:` as it may be written. */
export const InjectSection = z.array(Injected).superRefine((injected, context) => {
  for (const key of ['env', 'file'] as const) {
    const names = injected.map((each) => each[key]);
    for (const [index, name] of names.entries()) {
      if (name === undefined || names.indexOf(name) === index) continue;
      const params = { fix: 'Give each its own name.' };
      context.addIssue({ code: 'custom', path: [index, key], message: 'is named twice', params });
    }
  }
});

export function normalizeInject(raw: z.output<typeof InjectSection>): readonly Injection[] {
  return raw.map(({ from, env, file, maxAge }) => ({ from, variable: env, file, maxAgeMs: maxAge }));
}
