// What loads no zod. The kinds are zod schemas, so who writes a schema has loaded it already; who does not need not wait
// the 45 ms.
export type { SensitiveKind } from '../redaction/sensitive-key.ts';
export { isSensitiveKey, sensitiveKind, sensitiveKinds } from '../redaction/sensitive-key.ts';
export { redactText } from '../redaction/sensitive-text.ts';
export type { Check, CheckView } from './check.ts';
export { mustBe, mustBeSet } from './check.ts';
export type { At } from './dotted.ts';
export { defaultEnvironments, defaultEnvironmentVariables, overlayFile } from './environment.ts';
export type { Hint } from './hint.ts';
export type { LoadedConfig, LoadOptions } from './load.ts';
export { loadConfig } from './load.ts';
export type { DescribeOptions, Option } from './options.ts';
export { describeOptions } from './options.ts';
export type { Place, Problem } from './problem.ts';
export { ConfigError, formatProblems } from './problem.ts';
export type { RedactOptions } from './redact.ts';
export { redact } from './redact.ts';
export { suggest } from './suggest.ts';
export type { Aliases } from './variable-names.ts';
