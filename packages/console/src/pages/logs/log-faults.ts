import type { Failure } from '../../data/failure.ts';

/** What is wrong with one of the page's fields, by the API's name of it; undefined: it is about none of them. */
export function faultOf(failure: Failure | undefined, names: readonly string[]): string | undefined {
  const found = failure?.details?.find(({ path }) => names.includes(path.replace(/^query\./, '')));
  if (found === undefined || failure === undefined) return undefined;
  return failure.hint === '' ? found.message : `${found.message} ${failure.hint}`;
}

const fieldNames = ['grep', 'regex', 'level', 'instance', 'service', 'trace', 'q', 'since', 'until'];

/** The query is wrong, and the field says so. */
export function isShownInPlace(failure: Failure | undefined): boolean {
  return faultOf(failure, fieldNames) !== undefined;
}
