// Builds what is stale: the packages, the console and the doorbell's self-contained release.
import { build, install } from './steps.mjs';

await install();
await build();
