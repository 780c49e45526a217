import { z } from 'zod';
import { hints } from '../hint.ts';

/** A text in which `1.10`, `8080` and `true` need no quotes: a version, an argument, a variable's value. */
export const Text = z.string().register(hints, { expected: 'a text', verbatim: true });

/** A text that is never printed, whatever its key is called. */
export const Secret = z.string().min(1).register(hints, { expected: 'a secret', secret: true, verbatim: true });

/** A name that is safe in labels, paths and host names: `[a-z][a-z0-9-]*`, at most 63 characters. */
export const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/)
  .register(hints, {
    expected: 'a name of lower-case letters, digits and "-" that begins with a letter',
    example: 'doorbell',
    fix: fixName,
  });

/** The path part of a URL: `/health`. */
export const UrlPath = z
  .string()
  .regex(/^\/[^\s?#]*$/)
  .register(hints, { expected: 'a path that begins with "/"', example: '/health', fix: fixPath });

/** A program and its arguments. Never one line for a shell: nothing in it is split, globbed or substituted. */
export const Argv = z
  .array(Text)
  .min(1)
  .register(hints, { expected: 'a list of the program and its arguments', example: '[node, server.js]', fix: fixArgv });

function fixName(input: unknown): string {
  const name = String(input)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 63);
  return name === '' ? 'Write a name such as doorbell.' : `Write ${name}.`;
}

function fixPath(input: unknown): string {
  return typeof input === 'string' && /^[\w./-]+$/.test(input)
    ? `Write /${input.replace(/^\/+/, '')}.`
    : 'Write a path such as /health.';
}

function fixArgv(input: unknown): string {
  if (typeof input !== 'string' || !/^[\w ./:=@-]+$/.test(input)) return 'Write a list such as [node, server.js].';
  return `Write [${input.trim().split(/\s+/).join(', ')}].`;
}
