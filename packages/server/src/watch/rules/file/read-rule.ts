import { parse } from '@seaworthy/promql';
import { parseRuleTemplate } from '../../template/rule-template.ts';
import type { Field } from '../../yaml/field.ts';
import type { Page } from '../../yaml/page.ts';
import type { RuleDefinition } from './definition.ts';
import { readTexts } from './read-texts.ts';

export interface RuleContext {
  readonly group: string;
  /** From 1. */
  readonly number: number;
  /** Those of the group: a rule's own come before them. */
  readonly labels: Readonly<Record<string, string>>;
}

const KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'] as const;
const RECORD_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** One rule; what is wrong with it is told with its group, number and name, as promtool tells it. */
export function readRule(field: Field, page: Page, context: RuleContext): RuleDefinition {
  return new RuleReader(field, page, context).read();
}

class RuleReader {
  readonly #members: ReadonlyMap<string, Field>;
  readonly #record: string;
  readonly #alert: string;
  readonly #place: string;

  constructor(
    private readonly field: Field,
    private readonly page: Page,
    private readonly context: RuleContext,
  ) {
    this.#members = field.mapping(KEYS);
    this.#record = this.#members.get('record')?.text() ?? '';
    this.#alert = this.#members.get('alert')?.text() ?? '';
    const name = this.#alert === '' ? this.#record : this.#alert;
    this.#place = `group ${JSON.stringify(context.group)}, rule ${context.number}, ${JSON.stringify(name)}`;
  }

  read(): RuleDefinition {
    this.#checkKind();
    const expr = this.#expr();
    const labels = this.#texts('labels', 'label');
    const annotations = this.#texts('annotations', 'annotation');
    const forMs = this.#members.get('for')?.durationMs() ?? 0;
    const keepFiringForMs = this.#members.get('keep_firing_for')?.durationMs() ?? 0;
    const base = { expr, labels: { ...this.context.labels, ...labels } };
    if (this.#record === '')
      return { type: 'alerting', name: this.#alert, ...base, annotations, forMs, keepFiringForMs };
    this.#checkRecording({
      annotations: Object.keys(annotations).length,
      for: forMs,
      keep_firing_for: keepFiringForMs,
    });
    return { type: 'recording', name: this.#record, ...base };
  }

  #checkKind(): void {
    if (this.#record !== '' && this.#alert !== '') {
      this.#report(
        this.#members.get('record'),
        `only one of 'record' and 'alert' must be set`,
        'Make two rules of it.',
      );
    }
    if (this.#record === '' && this.#alert === '') {
      this.#report(this.field, `one of 'record' or 'alert' must be set`, 'Name the series or the alert.');
    }
  }

  #expr(): string {
    const field = this.#members.get('expr');
    const expr = field?.text() ?? '';
    if (expr === '') this.#report(field ?? this.field, `field 'expr' must be set in rule`, 'Write the query.');
    else {
      try {
        parse(expr);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#report(field, `could not parse expression: ${reason}`, 'Mend the query.');
      }
    }
    return expr;
  }

  #texts(key: 'labels' | 'annotations', what: 'label' | 'annotation'): Record<string, string> {
    const check = (text: string) => this.#templateMistake(text);
    return readTexts(this.#members.get(key), { page: this.page, place: this.#place, what, check });
  }

  #checkRecording(used: Readonly<Record<'annotations' | 'for' | 'keep_firing_for', number>>): void {
    for (const [key, amount] of Object.entries(used)) {
      if (amount === 0) continue;
      this.#report(this.#members.get(key), `invalid field '${key}' in recording rule`, 'Remove it.');
    }
    if (RECORD_NAME.test(this.#record)) return;
    const fix = 'Write letters, digits, "_" and ":", no digit first.';
    this.#report(this.#members.get('record'), `invalid recording rule name: ${this.#record}`, fix);
  }

  #templateMistake(text: string): string | undefined {
    if (this.#alert === '') return undefined;
    try {
      parseRuleTemplate(`__alert_${this.#alert}`, text);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #report(field: Field | undefined, message: string, fix: string): void {
    this.page.report(this.#place, (field ?? this.field).offset, message, fix);
  }
}
