import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { referencePages } from '../../scripts/reference/pages.ts';
import { root } from './source-files.ts';

const folder = join(root, 'docs/reference');
const pages = await referencePages();

it.each(Object.entries(pages))('docs/reference/%s says what the code says (else: npm run reference)', (name, text) => {
  expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

it('has no page that nothing writes', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(pages).sort());
});
