/** A page of the reference: generated, so its first line says where to change it. */
export function page(title: string, intro: string, ...sections: readonly string[]): string {
  const origin = '<!-- Written by `npm run reference` from the code; change it there. -->';
  return `${[origin, `# ${title}`, intro, ...sections].join('\n\n')}\n`;
}

export function section(title: string, ...content: readonly string[]): string {
  return [`## ${title}`, ...content].join('\n\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
