import { expect, it } from 'vitest';
import { approvalWords } from './approval-words.ts';

it.each([
  ['setSecret db-password', 'Set the secret db-password'],
  ['deploy 1.4.0', 'Deploy 1.4.0'],
  ['rotateKeys', 'Make new keys'],
  ['auditExport since 2026-01-01', 'Export the audit trail since 2026-01-01'],
  ['something new', 'something new'],
])('%s reads %s', (summary, words) => {
  expect(approvalWords(summary)).toBe(words);
});
