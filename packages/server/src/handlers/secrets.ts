import type { Secret } from '@seaworthy/api';
import type { Access } from '../access/access.ts';
import type { Injection } from '../config/inject-config.ts';
import { referenceText } from '../config/inject-config.ts';
import { HttpError } from '../http/errors.ts';
import type { HandlerInput } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { SecretFacts } from '../secrets/secret-store.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { timeText } from './wire.ts';

export interface SecretHandlerParts {
  readonly secrets: Pick<Secrets, 'store' | 'injections'> & { readonly keys: Pick<Secrets['keys'], 'rotate' | 'kind'> };
  /** Whose sessions are signed and renewed by keys that are changed along with the others. */
  readonly access: Access;
  readonly clock: Pick<Clock, 'now'>;
}

interface Context {
  readonly caller: { readonly name: string };
}

export function createSecretHandlers({ secrets, access, clock }: SecretHandlerParts) {
  const { store, injections, keys } = secrets;
  return {
    async secrets() {
      const own = await store.list();
      const wanted = [...new Set(injections.map(({ from }) => referenceText(from)))];
      const names = [...new Set([...own.map(({ name }) => name), ...wanted])].sort();
      return { items: names.map((name) => describe(name, own, injections, clock.now())) };
    },
    async setSecret({ params, body }: HandlerInput<'setSecret'>, { caller }: Context) {
      const { setAt, ...facts } = await store.set(params.name, body.value, caller.name);
      return { ...facts, setAt: timeText(setAt) };
    },
    async deleteSecret({ params: { name }, query }: HandlerInput<'deleteSecret'>) {
      const uses = usesOf(name, injections);
      if (uses.length > 0 && query.force !== 'true') throw inUse(name, uses);
      if (!(await store.delete(name))) throw new HttpError('not_found', `There is no secret ${name}.`);
      return { ok: true as const };
    },
    async rotateKeys() {
      const { masterKeyId, isMasterNew, resealed } = await keys.rotate();
      await access.rotateSessionKeys();
      return { masterKeyId, masterKeyFrom: keys.kind, masterKeyChanged: isMasterNew, resealed };
    },
  };
}

function describe(name: string, own: readonly SecretFacts[], injections: readonly Injection[], nowMs: number): Secret {
  const facts = own.find((each) => each.name === name);
  const uses = injections.filter(({ from }) => referenceText(from) === name);
  const source = uses[0]?.from.source ?? 'own';
  const limits = uses.flatMap(({ maxAgeMs }) => (maxAgeMs === undefined ? [] : [maxAgeMs / 1000]));
  const maxAgeSeconds = limits.length === 0 ? null : Math.min(...limits);
  const ageSeconds = facts === undefined ? null : Math.max(0, nowMs - facts.setAt) / 1000;
  return {
    ...{ name, source, ageSeconds, maxAgeSeconds, usedBy: usesOf(name, injections) },
    state: stateOf({ source, ageSeconds, maxAgeSeconds }),
    version: facts?.version ?? null,
    setBy: facts?.setBy ?? null,
    setAt: facts === undefined ? null : timeText(facts.setAt),
  };
}

function stateOf({ source, ageSeconds, maxAgeSeconds }: Pick<Secret, 'source' | 'ageSeconds' | 'maxAgeSeconds'>) {
  if (source !== 'own') return 'elsewhere';
  if (ageSeconds === null) return 'missing';
  return maxAgeSeconds !== null && ageSeconds > maxAgeSeconds ? 'due' : 'set';
}

function usesOf(name: string, injections: readonly Injection[]): string[] {
  const uses = injections.filter(({ from }) => referenceText(from) === name);
  return uses.map(({ variable, file }) => (file === undefined ? `env ${variable}` : `file ${file}`));
}

function inUse(name: string, uses: readonly string[]): HttpError {
  const hint = `Take it out of runtime.inject first; with --force instances get it no more at their next start, and do not start.`;
  return new HttpError('secret_in_use', `${name} is used by the instances: ${uses.join(', ')}.`, [], hint);
}
