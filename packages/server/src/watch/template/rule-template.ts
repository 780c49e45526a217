import { isBuiltin } from './call.ts';
import { evaluateTemplate } from './evaluate.ts';
import type { ParsedTemplate } from './node.ts';
import { parseTemplate } from './parse.ts';
import type { TemplateSample } from './prometheus-functions.ts';
import { prometheusFunctionNames, prometheusFunctions } from './prometheus-functions.ts';
import { TemplateError } from './template-error.ts';
import { Dict, Struct } from './value.ts';

/** What `$labels`, `$value`, `$externalLabels` and `$externalURL` are. */
export interface RuleTemplateData {
  readonly labels: Readonly<Record<string, string>>;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalURL: string;
  readonly value: number;
}

export interface ExpandOptions {
  readonly query: (expr: string) => Promise<readonly TemplateSample[]>;
  readonly now: () => number;
}

/** A text of a rule: a label or an annotation, with what is computed in it. */
export interface RuleTemplate {
  /** The text; where the template fails, that text tells why, in angle brackets, and the alert goes out all the same. */
  expand(data: RuleTemplateData, options: ExpandOptions): Promise<string>;
}

const VARIABLES =
  '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}';
const maximalQueries = 100;

/** Throws TemplateError when the text is no template. `name` is for messages: `__alert_Name`. */
export function parseRuleTemplate(name: string, text: string): RuleTemplate {
  if (!text.includes('{{')) return { expand: async () => text };
  const parsed = parseTemplate(name, VARIABLES + text, isKnown);
  return { expand: (data, options) => expand(parsed, data, options) };
}

function isKnown(name: string): boolean {
  return isBuiltin(name) || prometheusFunctionNames.has(name);
}

async function expand(parsed: ParsedTemplate, data: RuleTemplateData, options: ExpandOptions): Promise<string> {
  try {
    return await expandWithQueries(parsed, data, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const executing = error instanceof TemplateError ? `error executing template ${parsed.name}: ` : '';
    return `<error expanding template: ${executing}${reason}>`;
  }
}

/** A query that has no answer yet: it is asked, and the template is carried out anew. Few templates query at all. */
class Unanswered {
  constructor(readonly expr: string) {}
}

async function expandWithQueries(
  parsed: ParsedTemplate,
  { labels, externalLabels, externalURL, value }: RuleTemplateData,
  { query, now }: ExpandOptions,
): Promise<string> {
  const dot = new Struct(
    'struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value float64 }',
    {
      Labels: new Dict(labels, ''),
      ExternalLabels: new Dict(externalLabels, ''),
      ExternalURL: externalURL,
      Value: value,
    },
  );
  const answers = new Map<string, readonly TemplateSample[] | Error>();
  const functions = prometheusFunctions({
    externalURL,
    now,
    query: (expr) => {
      const known = answers.get(expr);
      if (!known) throw new Unanswered(expr);
      if (known instanceof Error) throw known;
      return known;
    },
  });
  for (;;) {
    try {
      return evaluateTemplate(parsed, dot, { functions });
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      if (answers.size >= maximalQueries) throw new TemplateError(`more than ${maximalQueries} queries`);
      answers.set(error.expr, await query(error.expr).catch(asError));
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
