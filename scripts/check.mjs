// `npm run check`: the fast part of the tests. Format and lint, types, and the unit tests (with the import table).
import { install } from './steps.mjs';
import { closingLine, quality, vitest } from './suite.mjs';

await install();
const results = [...(await quality()), await vitest('unit')];
process.exit(closingLine(results));
