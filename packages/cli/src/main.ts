import { run } from './run.ts';
import { processHost } from './terminal/host.ts';

process.exitCode = await run(process.argv.slice(2), processHost(process.env));
