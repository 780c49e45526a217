import { fileURLToPath } from 'node:url';

/** The verifier of exports: one file that needs nothing but node, to be handed over beside an export. Ships as source. */
export function exportVerifierPath(): string {
  return fileURLToPath(new URL('../../../src/audit/verify-export.mjs', import.meta.url));
}
