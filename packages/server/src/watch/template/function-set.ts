import type { Value } from './value.ts';

/** The template under way, as its functions see it. */
export interface TemplateRun {
  /** The text of another template of the same set. */
  include(name: string, data: Value): string;
}

/**
 * What a template may call. A function that cannot work with what it is given throws: the message says why; template,
 * line and call are put before it. `run` is the template under way, for functions that carry out others (`tmpl`).
 */
export type TemplateFunction = (args: readonly Value[], run: TemplateRun) => Value;

export type FunctionSet = Readonly<Record<string, TemplateFunction>>;
