import type { Place } from './problem.ts';
import type { ProblemList } from './problem-list.ts';
import { suggest } from './suggest.ts';
import type { Scalar } from './tree.ts';

export const defaultEnvironments = ['local', 'staging', 'production', 'docker'] as const;
export const defaultEnvironmentVariables = ['DEPLOYMENT_ENV', 'ENVIRONMENT'] as const;

/** The key of the file that names the environment when no variable does. */
export const environmentKey = 'environment';

export interface Environment {
  readonly name: string;
  readonly place: Place;
}

export interface EnvironmentChoice {
  readonly allowed: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Variables that may name it, the most specific first. Empty ones count as not set. */
  readonly variables: readonly string[];
  /** The file's own key, expanded. */
  readonly written: Scalar | undefined;
  readonly fallback: string;
}

/** The environment by the first source that names one. An unknown name is a problem; the fallback then stands in for it. */
export function chooseEnvironment(choice: EnvironmentChoice, problems: ProblemList): Environment {
  const variable = choice.variables.find((name) => (choice.env[name] ?? '') !== '');
  const named =
    variable === undefined
      ? fromFile(choice)
      : { name: choice.env[variable] ?? '', place: { source: `env ${variable}` } };
  if (choice.allowed.includes(named.name)) return named;
  if (!problems.covers(environmentKey)) reportUnknown(named, choice.allowed, problems);
  return { name: choice.fallback, place: { source: 'default' } };
}

function fromFile({ written, fallback }: EnvironmentChoice): Environment {
  if (!written || written.value === null) return { name: fallback, place: { source: 'default' } };
  return { name: String(written.value), place: written.place };
}

function reportUnknown(named: Environment, allowed: readonly string[], problems: ProblemList): void {
  const meant = suggest(named.name, allowed) ?? allowed.find((name) => name.startsWith(named.name.toLowerCase()));
  const message = `expected one of ${allowed.join(', ')}, got "${named.name}"`;
  problems.add(
    { path: environmentKey, message, fix: meant ? `Did you mean ${meant}?` : 'Write one of these.' },
    named.place,
  );
}

/** `seaworthy.yaml` and `production` are `seaworthy.production.yaml`. */
export function overlayFile(file: string, environment: string): string {
  return /\.[^./\\]+$/.test(file) ? file.replace(/(\.[^./\\]+)$/, `.${environment}$1`) : `${file}.${environment}`;
}
