import { expect, it } from 'vitest';
import { integrationWords } from './integration-words.ts';

it.each([
  ['slack[0]', 'Slack'],
  ['slack[1]', 'Slack (2)'],
  ['console[0]', 'the log of the control plane'],
  ['carrier-pigeon[0]', 'carrier-pigeon'],
  ['constructor[0]', 'constructor'],
  ['-', '-'],
])('says %s as %s', (integration, words) => expect(integrationWords(integration)).toBe(words));
