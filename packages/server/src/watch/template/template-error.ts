/** A template that cannot be read or carried out. The message names template and place: `template: name:1: ...`. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  static at(template: string, place: number | string, reason: string): TemplateError {
    return new TemplateError(`template: ${template}:${place}: ${reason}`);
  }
}
