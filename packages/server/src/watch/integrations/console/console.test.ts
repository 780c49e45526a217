import { expect, it } from 'vitest';
import { firing, sendWith, testTools } from '../testing.ts';
import { console } from './send.ts';

it('prints one line, and nothing that moves the cursor', async () => {
  const lines: string[] = [];
  const tools = testTools({ print: (line) => lines.push(line) });
  await sendWith(console, { text: 'High CPU\n on a\u001b[2J' }, firing, { tools });
  expect(lines).toEqual(['High CPU on a [2J']);
});
