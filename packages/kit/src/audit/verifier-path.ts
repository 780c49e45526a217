import { fileURLToPath } from 'node:url';

/** The verifier of exports: one file that needs nothing but node, to be handed over beside an export. It ships beside this one. */
export function exportVerifierPath(): string {
  return fileURLToPath(new URL('./verify-export.mjs', import.meta.url));
}
