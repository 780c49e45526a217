import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const pairs = [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
const colours = new Map(pairs.map(([, name = '', light = '', dark = '']) => [name, { light, dark }]));

/** Text, and what it is written on. WCAG 2.2 asks for 4.5 (1.4.3). */
const written: [text: string, on: string][] = [
  ...['surface', 'paper', 'sunken'].flatMap((on): [string, string][] => [
    ['ink', on],
    ['ink-soft', on],
  ]),
  ...['press', 'good', 'doubt', 'bad', 'blue', 'green'].flatMap((name): [string, string][] => [
    [name, 'surface'],
    [name, `${name}-soft`],
  ]),
  ...['good', 'doubt', 'bad'].map((name): [string, string] => ['ink', `${name}-soft`]),
  ['ink-soft', 'bad-soft'],
  ['press-ink', 'press'],
];

it.each(written)('%s can be read on %s, in both themes', (text, on) => {
  for (const theme of ['light', 'dark'] as const) {
    const ratio = contrast(colours.get(text)?.[theme] ?? '', colours.get(on)?.[theme] ?? '');
    expect(ratio, theme).toBeGreaterThanOrEqual(4.5);
  }
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'series %s can be seen on a card, in both themes (WCAG 1.4.11 asks for 3)',
  (number) => {
    for (const theme of ['light', 'dark'] as const) {
      const ratio = contrast(colours.get(`series-${number}`)?.[theme] ?? '', colours.get('surface')?.[theme] ?? '');
      expect(ratio, theme).toBeGreaterThanOrEqual(3);
    }
  },
);

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
