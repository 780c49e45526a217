import type { Host, Sink } from './host.ts';

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
}

/** Colours on a terminal, none elsewhere; https://no-color.org is kept. */
export function styleFor(sink: Sink, env: Host['env']): Style {
  const isColoured = sink.isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (open: number, close: number) => (text: string) =>
    isColoured ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    good: paint(32, 39),
    bad: paint(31, 39),
    doubtful: paint(33, 39),
  };
}
