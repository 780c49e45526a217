import { suggest } from '@seaworthy/kit/config';
import { ParseError, parse, valueType } from '@seaworthy/promql';

export interface QueryMistake {
  readonly message: string;
  readonly fix: string;
}

const VARIABLE = /\$\{?([a-zA-Z_]\w*)\}?/g;

/** What is wrong with a panel's query; undefined when nothing is. */
export function queryMistake(expr: string, variables: readonly string[]): QueryMistake | undefined {
  for (const [, name = ''] of expr.matchAll(VARIABLE)) {
    if (!variables.includes(name)) return unknownVariable(name, variables);
  }
  return variableMistake(expr) ?? parseMistake(expr);
}

/** Of a variable: the series whose label values may be chosen. */
export function selectorMistake(selector: string): QueryMistake | undefined {
  try {
    if (parse(selector).type === 'vector_selector') return undefined;
    return { message: 'is no selector of series', fix: 'Write one such as up{job="shop"}.' };
  } catch (error) {
    return mistakeOf(error);
  }
}

/** The query with all values of every variable. */
export function withAllValues(expr: string): string {
  return expr.replace(VARIABLE, '.*');
}

/** Wherever several values may be chosen, only an expression that matches several is right. */
function variableMistake(expr: string): QueryMistake | undefined {
  const wrong = expr.replace(/[=!]~\s*(["'`])\$\{?[a-zA-Z_]\w*\}?\1/g, '').match(VARIABLE)?.[0];
  if (wrong === undefined) return undefined;
  const message = `${wrong} may stand for several values, which only =~ and !~ can match`;
  return { message, fix: `Write label=~"${wrong}".` };
}

function parseMistake(expr: string): QueryMistake | undefined {
  const plain = expr.replace(VARIABLE, (each) => '.'.repeat(each.length));
  try {
    const type = valueType(parse(plain));
    if (type === 'vector' || type === 'scalar') return undefined;
    return { message: `gives a ${type}, which cannot be drawn`, fix: 'Write a query that gives a vector.' };
  } catch (error) {
    return mistakeOf(error);
  }
}

function mistakeOf(error: unknown): QueryMistake {
  if (!(error instanceof ParseError)) throw error;
  return { message: `could not parse expression: ${error.message}`, fix: 'Mend the query.' };
}

function unknownVariable(name: string, variables: readonly string[]): QueryMistake {
  const meant = suggest(name, variables);
  const known = variables.length === 0 ? 'Add it to variables:.' : `Add it to variables:, or write $${variables[0]}.`;
  const fix = meant === undefined ? known : `Write $${meant}.`;
  return { message: `$${name} is no variable of this dashboard`, fix };
}
