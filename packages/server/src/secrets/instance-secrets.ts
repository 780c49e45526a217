import type { Injection, SecretReference } from '../config/inject-config.ts';
import { referenceText } from '../config/inject-config.ts';
import { Failure } from '../platform/failure.ts';
import type { SecretFiles } from './secret-files.ts';
import type { ResolvedSecret, SecretSource } from './secret-source.ts';

export interface InstanceSecretsOptions {
  readonly injections: readonly Injection[];
  readonly source: SecretSource;
  readonly files: SecretFiles;
  /** What a source told of a secret's age when it was last read. */
  readonly onResolved?: (reference: SecretReference, resolved: Pick<ResolvedSecret, 'changedAt'>) => void;
}

type Env = Readonly<Record<string, string>>;

/** Reads the secrets of the configuration at each start of an instance, and hands them over; nothing is kept. */
export function createInstanceSecrets({ injections, source, files, onResolved }: InstanceSecretsOptions) {
  const resolve = async ({ from }: Injection, signal: AbortSignal | undefined) => {
    const resolved = await source.resolve(from, signal);
    onResolved?.(from, { changedAt: resolved.changedAt });
    return resolved.value;
  };
  const resolveAll = (signal: AbortSignal | undefined) =>
    Promise.all(injections.map(async (injection) => ({ injection, value: await resolve(injection, signal) })));

  return {
    async problems(env: Env, signal?: AbortSignal): Promise<readonly string[]> {
      const tried = await Promise.allSettled(injections.map((injection) => resolve(injection, signal)));
      signal?.throwIfAborted();
      const missing = tried.flatMap((each) => (each.status === 'rejected' ? [toldOf(each.reason)] : []));
      const useless = injections.flatMap((injection, index) => {
        const outcome = tried[index];
        if (outcome?.status !== 'fulfilled' || !isUnfit(injection, outcome.value)) return [];
        return [`${referenceText(injection.from)} holds a zero byte, which no variable can. Give it as a file.`];
      });
      const taken = injections.flatMap(({ variable = '', from }) =>
        Object.hasOwn(env, variable) ? [`${variable} is given by --env, and is ${referenceText(from)} already.`] : [],
      );
      return [...new Set([...missing, ...useless, ...taken])];
    },
    async hand(id: string, signal?: AbortSignal) {
      const resolved = await resolveAll(signal);
      const contents = resolved.flatMap(({ injection, value }) =>
        injection.file === undefined ? [] : [[injection.file, value] as const],
      );
      const paths = await files.write(id, new Map(contents));
      const env = resolved.flatMap(({ injection: { variable, file }, value }) =>
        variable === undefined ? [] : [[variable, file === undefined ? value : (paths.get(file) ?? '')] as const],
      );
      return { env: Object.fromEntries(env), masked: masking(resolved.map(({ value }) => value)) };
    },
    takeBack: (id: string) => files.remove(id),
    takeBackAllBut: (ids: readonly string[]) => files.removeAllBut(ids),
  };
}

function isUnfit({ file }: Injection, value: string): boolean {
  return file === undefined && value.includes('\0');
}

function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof Failure && error.hint !== undefined ? `${error.message} ${error.hint}` : error.message;
}

/** A word of fewer letters is found everywhere, and hiding it would tell more than it hides. */
const leastMasked = 4;

/** Values are hidden whole, and line by line when they have several: a key that is printed is printed in lines. */
function masking(values: readonly string[]): (text: string) => string {
  const parts = values
    .flatMap((value) => [value, ...value.split(/\r?\n/)])
    .filter(({ length }) => length >= leastMasked);
  const longestFirst = [...new Set(parts)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, part) => masked.replaceAll(part, '***'), text);
}
