// `npm test`: everything. Installs and builds first, so that it works alone on a fresh clone.
import { ready } from './steps.mjs';
import { closingLine, quality, testServices, vitest } from './suite.mjs';

await ready();
await testServices();
const results = await quality();
// Tests that start a control plane or a proxy start what was built above, not its sources.
const env = { PROGRAMS_ARE_BUILT: 'yes' };
for (const ring of ['unit', 'integration', 'journey']) results.push(await vitest(ring, env));
process.exit(closingLine(results));
