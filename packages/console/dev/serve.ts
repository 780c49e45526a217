import type { Scenario } from '../src/fixtures/scenarios/testing.ts';
import { scenarios } from '../src/fixtures/scenarios/testing.ts';
import { startConsole } from '../src/fixtures/testing.ts';

// `node --conditions=source --import tsx packages/console/dev/serve.ts analysing`: the built console over a fixture.
const [name = 'idle', port = '0'] = process.argv.slice(2);
const { url } = await startConsole(scenarios[name as Scenario](), Number(port));
process.stdout.write(`${url}/sign-in#swc_good_code  (${Object.keys(scenarios).join(' | ')})\n`);
