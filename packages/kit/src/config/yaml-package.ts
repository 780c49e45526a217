import { createRequire } from 'node:module';

/** The package that reads YAML, loaded when the first text is read: it takes 27 ms, and a service may have no file. */
export function yamlPackage(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml') as typeof import('yaml');
}
