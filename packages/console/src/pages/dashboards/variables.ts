import type { DashboardVariable } from '@seaworthy/api';
import type { Search } from '../../navigation/address.ts';

/** The chosen values of each variable; none is all of them. */
export type Chosen = Readonly<Record<string, readonly string[]>>;

const separator = '|';

/** From `?var-instance=a|b`. */
export function chosenOf(variables: readonly DashboardVariable[], search: Search): Chosen {
  const entries = variables.map(({ name }) => [name, valuesIn(search[searchName(name)])] as const);
  return Object.fromEntries(entries);
}

export function searchName(variable: string): string {
  return `var-${variable}`;
}

export function searchWord(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(separator);
}

function valuesIn(word: string | undefined): readonly string[] {
  return word === undefined ? [] : word.split(separator).filter((value) => value !== '');
}

/** The expression with what was chosen in place of `$name`: a matcher, as the definition demands. */
export function filledIn(expr: string, chosen: Chosen): string {
  return expr.replace(/\$\{?([a-zA-Z_]\w*)\}?/g, (whole, name: string) => {
    const values = chosen[name];
    if (values === undefined) return whole;
    return values.length === 0 ? '.*' : values.map(literal).join('|');
  });
}

/**
 * Matches the text itself, in quotes of any kind: without backslashes, which some of them eat. The few signs that
 * cannot be said so match as any one character.
 */
function literal(text: string): string {
  return text.replace(/["'`\\^\n]|[.*+?()[\]{}|$]/g, (sign) => (/["'`\\^\n]/.test(sign) ? '.' : `[${sign}]`));
}
