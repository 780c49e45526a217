import { searchRegex } from '@seaworthy/promql';
import { Arguments } from './arguments.ts';
import type { FunctionSet, TemplateFunction } from './function-set.ts';
import { replaceAll } from './replace-all.ts';
import { SafeText } from './value.ts';

/** What rules and notifications both have. */
export const textFunctions: FunctionSet = {
  toUpper: onText('toUpper', (text) => text.toUpperCase()),
  toLower: onText('toLower', (text) => text.toLowerCase()),
  title: onText('title', titled),
  safeHtml: (args) => new SafeText(new Arguments('safeHtml', args, 1).text()),
  match: (args) => {
    const given = new Arguments('match', args, 2);
    const pattern = given.text();
    return searchRegex(pattern).test(given.text());
  },
  reReplaceAll: (args) => {
    const given = new Arguments('reReplaceAll', args, 3);
    return replaceAll(given.text(), given.text(), given.text());
  },
};

export function onText(name: string, change: (text: string) => string): TemplateFunction {
  return (args) => change(new Arguments(name, args, 1).text());
}

/** The first letter of each word in upper case, the others as they are. */
function titled(text: string): string {
  return text.replace(
    /(^|[^\p{L}\p{N}_])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}
