import { describe, expect, it } from 'vitest';
import type { SecretReference } from '../config/inject-config.ts';
import { referenceText } from '../config/inject-config.ts';
import type { SecretSource } from './secret-source.ts';

/** A keeper of secrets as a test makes it ready. */
export interface SourceUnderTest<Reference extends SecretReference> {
  readonly source: SecretSource<Reference>;
  /** Puts a value where the reference points; the value it had goes. */
  put(reference: Reference, value: string): Promise<void>;
  remove(reference: Reference): Promise<void>;
}

const values: readonly (readonly [what: string, value: string])[] = [
  ['a word', 'hush'],
  ['spaces at its ends', '  hush  '],
  ['several lines', '-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n'],
  ['letters of any script', 'пароль 密码 🔑'],
  ['quotes, dollars and braces', `"'\`$\{HOME}\\n{}`],
  ['forty thousand letters', 'x'.repeat(40_000)],
];

/** What every source promises, run against the real thing or a server that speaks as it does. */
export function describeSource<Reference extends SecretReference>(
  name: string,
  references: { readonly known: Reference; readonly other: Reference },
  begin: () => Promise<SourceUnderTest<Reference>>,
): void {
  const { known, other } = references;

  describe(`${name}, as a source of secrets`, () => {
    it.each(values)('gives %s back as it was put', async (_, value) => {
      const { source, put } = await begin();
      await put(known, value);
      expect((await source.resolve(known)).value).toBe(value);
    });

    it('reads anew each time', async () => {
      const { source, put } = await begin();
      await put(known, 'one');
      expect((await source.resolve(known)).value).toBe('one');
      await put(known, 'two');
      expect((await source.resolve(known)).value).toBe('two');
    });

    it('gives each secret its own value', async () => {
      const { source, put } = await begin();
      await put(known, 'one');
      await put(other, 'two');
      const both = await Promise.all([known, other].map((each) => source.resolve(each)));
      expect(both.map(({ value }) => value)).toEqual(['one', 'two']);
    });

    it('tells that there is none, what it is called, and what to do', async () => {
      const { source, put, remove } = await begin();
      const refused = { code: 'secret_missing', hint: expect.stringMatching(/\S/), retryable: false };
      await expect(source.resolve(known)).rejects.toMatchObject(refused);
      await put(known, 'hush');
      await remove(known);
      const error: unknown = await source.resolve(known).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject(refused);
      const lastPart = referenceText(known).split(/[:/#]/).at(-1) ?? '';
      expect(JSON.stringify([String(error), error])).toContain(lastPart);
    });

    it('never tells a value in what it throws', async () => {
      const { source, put } = await begin();
      await put(known, 'hush-hush');
      const errors = [
        await source.resolve(known, AbortSignal.abort(new Error('no longer'))).catch((thrown: unknown) => thrown),
        await source.resolve(other).catch((thrown: unknown) => thrown),
      ];
      expect(errors.every((error) => error instanceof Error)).toBe(true);
      expect(errors.map((error) => `${String(error)} ${JSON.stringify(error)}`).join()).not.toContain('hush-hush');
    });

    it('gives up with the reason of whoever no longer wants it', async () => {
      const { source } = await begin();
      await expect(source.resolve(known, AbortSignal.abort(new Error('no longer')))).rejects.toThrow('no longer');
    });
  });
}
