import type { Failure } from '../../data/failure.ts';

/** How to do it right, where the API's own words do not say so. */
const hints: Readonly<Record<string, string>> = {
  regex: 'It is RE2 syntax; write \\ before characters that are meant as such.',
  q: 'Write such as status>=500 stage=store user !user name="two words".',
};

/** What is wrong with one of the page's fields, by the API's name of it; undefined: it is about none of them. */
export function faultOf(failure: Failure | undefined, names: readonly string[]): string | undefined {
  const found = failure?.details?.find(({ path }) => names.includes(nameOf(path)));
  if (found === undefined) return undefined;
  const hint = hints[nameOf(found.path)];
  return hint === undefined ? found.message : `${found.message.replace(/\.$/, '')}. ${hint}`;
}

function nameOf(path: string): string {
  return path.replace(/^query\./, '');
}

const fieldNames = ['grep', 'regex', 'level', 'instance', 'service', 'trace', 'q', 'since', 'until'];

/** The query is wrong, and the field says so. */
export function isShownInPlace(failure: Failure | undefined): boolean {
  return faultOf(failure, fieldNames) !== undefined;
}
