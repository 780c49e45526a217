import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { story } from './testing.ts';

const folder = new URL('testdata/alerting/', import.meta.url);
const files = readdirSync(folder).sort();

/** Each file holds stories, apart by lines of `===`; the first line of each says what it shows. */
describe.each(files)('%s', (file) => {
  const stories = readFileSync(new URL(file, folder), 'utf8').split(/^===+\n/m);
  it.each(stories.map((text) => [/^# (.*)$/m.exec(text)?.[1] ?? text, text]))('%s', async (_, text) => {
    const { wanted, tell } = story(text);
    expect(await tell()).toEqual(wanted);
  });
});
