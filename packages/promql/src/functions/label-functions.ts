import { executionError } from '../answer/query-error.ts';
import { isLabelName } from '../labels/index.ts';
import type { Regex } from '../regex/index.ts';
import { compileRegex, RegexError } from '../regex/index.ts';
import { relabelled } from '../values/column.ts';
import { mergeSameLabels } from '../values/merge.ts';
import { mapInTurns } from '../values/turns.ts';
import { vectorValue } from '../values/value.ts';
import type { CallFunction } from './call-input.ts';
import { textArg, vectorArg } from './call-input.ts';

/** label_replace(v, destination, replacement, source, regex): where the whole source label matches. */
export const labelReplace: CallFunction = async (input) => {
  const destination = checkedName(textArg(input, 1), 'label_replace');
  const replacement = textArg(input, 2);
  const source = textArg(input, 3);
  const regex = checkedRegex(textArg(input, 4));
  const columns = await mapInTurns(vectorArg(input, 0), input.turns, (column) => {
    const match = regex.exec(column.labels.get(source));
    return match ? relabelled(column, column.labels.with(destination, expand(replacement, match))) : column;
  });
  return vectorValue(mergeSameLabels(columns));
};

/** label_join(v, destination, separator, source...): the source labels' values, joined. */
export const labelJoin: CallFunction = async (input) => {
  const destination = checkedName(textArg(input, 1), 'label_join');
  const separator = textArg(input, 2);
  const sources = input.args.slice(3).map((_, index) => checkedName(textArg(input, index + 3), 'label_join'));
  const columns = await mapInTurns(vectorArg(input, 0), input.turns, (column) => {
    const joined = sources.map((name) => column.labels.get(name)).join(separator);
    return relabelled(column, column.labels.with(destination, joined));
  });
  return vectorValue(mergeSameLabels(columns));
};

/** `$1`, `${1}`, `$name`, `${name}` are groups, empty if there is none; `$$` is a dollar. A name is as long as it can be. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:(\$)|\{(\w+)\}|(\w+))/g, (_, dollar, braced, bare) => {
    if (dollar) return '$';
    const name: string = braced ?? bare;
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}

function checkedName(name: string, where: string): string {
  if (isLabelName(name)) return name;
  throw executionError(`invalid label name in ${where}(): ${JSON.stringify(name)}`);
}

function checkedRegex(pattern: string): Regex {
  try {
    return compileRegex(pattern);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw executionError(`invalid regular expression in label_replace(): ${pattern}`);
  }
}
