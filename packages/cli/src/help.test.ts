import { expect, it } from 'vitest';
import { run } from './run.ts';
import { testHost } from './testing.ts';
import { verbList } from './verb-list.ts';

async function helpOf(...argv: string[]): Promise<string> {
  const host = testHost();
  expect(await run([...argv, '--help'], host)).toBe(0);
  return host.out();
}

it('lists every verb, and no other', async () => {
  await expect(await helpOf()).toMatchFileSnapshot('testdata/help.txt');
});

it('explains every verb', async () => {
  const pages = await Promise.all(verbList.map(({ name }) => helpOf(name)));
  await expect(pages.join('\n----\n')).toMatchFileSnapshot('testdata/help-of-verbs.txt');
});

it('comes without a verb, and by `help VERB`', async () => {
  const host = testHost();
  await run([], host);
  expect(host.out()).toBe(await helpOf());
  const other = testHost();
  await run(['help', 'deploy'], other);
  expect(other.out()).toBe(await helpOf('deploy'));
});
