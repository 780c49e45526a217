import { expect, it } from 'vitest';
import { detailText } from './detail-text.ts';

it.each([
  ['usedBytes', 4_178_931_712, '3.89 GiB'],
  ['percent', 16.532866592783726, '16.53'],
  ['pid', 30213, '30213'],
  ['mount', '/', '/'],
  ['since', null, 'null'],
])('%s of %s is %s', (key, value, text) => expect(detailText(key, value)).toBe(text));
