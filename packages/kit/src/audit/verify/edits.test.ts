import { it } from 'vitest';
import { expectEditsFound } from './testing.ts';

it('finds random edits of a log, each at its place', () => expectEditsFound(360));
