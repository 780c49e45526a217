import { expect, it } from 'vitest';
import { clientWords } from './client-words.ts';

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140 on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0',
    'Edge 141 on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605 (KHTML) Version/18.5 Mobile Safari/604',
    'Safari 18 on iPhone',
  ],
  ['seaworthy/0.1.0', 'seaworthy/0.1.0'],
  [null, 'unknown'],
])('%s is %s', (client, words) => {
  expect(clientWords(client)).toBe(words);
});
