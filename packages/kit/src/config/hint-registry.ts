import { z } from 'zod';
import type { Hint } from './hint.ts';
import { readHintsFrom } from './hint.ts';

/** Give your own schema a hint with `.register(hints, { expected: 'a colour', example: 'red' })`. */
export const hints = z.registry<Hint>();

readHintsFrom((schema) => hints.get(schema as z.ZodType));
