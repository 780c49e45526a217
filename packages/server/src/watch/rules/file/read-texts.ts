import type { Field } from '../../yaml/field.ts';
import type { Page } from '../../yaml/page.ts';

export interface TextsOptions {
  readonly page: Page;
  /** Named in messages: which rule. */
  readonly place: string;
  readonly what: 'label' | 'annotation';
  /** What is wrong with a text; undefined when nothing is. */
  readonly check?: (text: string) => string | undefined;
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Labels or annotations: names with texts. */
export function readTexts(
  field: Field | undefined,
  { page, place, what, check }: TextsOptions,
): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of field?.mapping() ?? []) {
    const isName = NAME.test(name) && !(what === 'label' && name === '__name__');
    if (!isName) {
      const fix = 'Write letters, digits and "_", no digit first.';
      page.report(place, value.offset, `invalid ${what} name: ${name}`, fix);
    }
    const text = value.text();
    if (text === undefined) continue;
    texts[name] = text;
    const wrong = check?.(text);
    if (wrong !== undefined)
      page.report(place, value.offset, `${what} ${JSON.stringify(name)}: ${wrong}`, 'Mend the template.');
  }
  return texts;
}
