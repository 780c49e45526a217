import { it } from 'vitest';
import { expectEditsFound } from './testing.ts';

it('finds each of ten thousand random edits of a log at its place', { timeout: 400_000 }, () =>
  expectEditsFound(10_000),
);
