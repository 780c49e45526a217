// `npm test`: everything. Installs and builds first, so that it works alone on a fresh clone.
import { ready } from './steps.mjs';
import { closingLine, quality, testServices, vitest } from './suite.mjs';

await ready();
await testServices();
const results = await quality();
for (const ring of ['unit', 'integration', 'journey']) results.push(await vitest(ring));
process.exit(closingLine(results));
