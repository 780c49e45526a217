import type { Check } from '@seaworthy/kit/config';
import { parse as parseYaml } from 'yaml';
import { queryMistake } from './check-query.ts';

type Found = readonly [path: string, expr: string];

/** Every query of a file is checked, whatever else is wrong with the file. */
export function checkQueries(text: string): Check {
  const file = plain(text);
  const variables = listOf(member(file, 'variables')).flatMap((each) => textsOf(member(each, 'name')));
  return {
    name: 'queries are sound',
    run(_, report) {
      for (const [path, expr] of queriesIn(file)) {
        const mistake = queryMistake(expr, variables);
        if (mistake !== undefined) report({ path, ...mistake });
      }
    },
  };
}

function queriesIn(file: unknown): Found[] {
  const rows = listOf(member(file, 'rows')).flatMap((row, index) => queriesOf(row, `rows.${index}.`));
  return [...queriesOf(file, ''), ...rows];
}

function queriesOf(around: unknown, prefix: string): Found[] {
  return listOf(member(around, 'panels')).flatMap((panel, panelIndex) =>
    listOf(member(panel, 'queries')).flatMap((query, index) =>
      textsOf(member(query, 'expr')).map(
        (expr): Found => [`${prefix}panels.${panelIndex}.queries.${index}.expr`, expr],
      ),
    ),
  );
}

/** Where YAML is broken, the reader of the file says so. */
function plain(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}
