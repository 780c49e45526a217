/** The media type of Prometheus' text format. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

export type Label = readonly [name: string, value: string];

/** Labels as they stand in the text, without braces. */
export function labelText(labels: readonly Label[]): string {
  return labels.map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`).join(',');
}

export function headerText(name: string, help: string, type: string): string {
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n`;
}

export function valueText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
