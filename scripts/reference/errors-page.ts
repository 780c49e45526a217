import { errors, reasonCodes, reasons } from '@seaworthy/api';
import { PROXY_ERRORS } from '@seaworthy/proxy/control';
import { cliFailures } from '../../packages/cli/src/failure.ts';
import {
  databaseErrors,
  runtimeErrors,
  sealErrors,
  secretErrors,
  startErrors,
  tlsErrors,
  trafficErrors,
} from '../../packages/server/src/app/errors.ts';
import { code, page, section, table } from './markdown.ts';

const intro = `Each error has a code that does not change, a sentence, and what to do. The command line prints \`error: SENTENCE (CODE)\` and
\`what to do: …\`; with \`--json\` it prints \`{"error": {code, message, hint, …}}\`, as the API answers.

Exit codes: 0 done, 1 failed, 2 bad usage or configuration, 3 rolled back, 4 refused, 5 the control plane cannot be reached.`;

export function errorsPage(): string {
  return page(
    'Errors',
    intro,
    section(
      'Answers of the API',
      'The sentence is often more exact than the one here. `exit` is what the command line ends with.',
      table(
        ['code', 'HTTP', 'exit', 'sentence', 'what to do'],
        Object.entries(errors).map(([name, e]) => [code(name), `${e.status}`, `${e.exit}`, e.message, e.hint]),
      ),
    ),
    section(
      'Reasons of deployments',
      'In `reason.code` of a deployment that was rolled back, failed or refused. The exit code is 3 when it was rolled back, 1 when it failed, 4 when it was refused.',
      table(
        ['code', 'meaning', 'what to do'],
        reasonCodes.map((name) => [code(name), reasons[name].meaning, reasons[name].hint]),
      ),
    ),
    section(
      'The command line',
      'What it finds by itself, beside what the control plane answers.',
      table(
        ['code', 'exit', 'what to do'],
        Object.entries(cliFailures).map(([name, { exit, hint }]) => [code(name), `${exit}`, hint]),
      ),
    ),
    section(
      'Start of the control plane',
      'Told by `seaworthy up`, and by the server when it is started by hand.',
      table(
        ['code', 'exit', 'meaning', 'what to do'],
        Object.entries(startErrors).map(([name, e]) => [code(name), `${e.exit}`, e.meaning, e.hint]),
      ),
    ),
    section('Database', 'The control plane does not start, with exit code 1.', meanings(databaseErrors)),
    section(
      'Keys',
      'What is sealed cannot be opened; at its start the control plane ends with exit code 1.',
      meanings(sealErrors),
    ),
    section(
      'Secrets',
      'Told in the preparation of a deployment, in a dry run, and in the log.',
      meanings(secretErrors),
    ),
    section(
      'TLS',
      "The certificate of the control plane's own listener cannot be used; it does not start, with exit code 1.",
      meanings(tlsErrors),
    ),
    section('Instances', 'Told in the phase of a deployment, and in the log.', meanings(runtimeErrors)),
    section(
      'Traffic',
      'What the data plane answers to the control plane, of whatever kind it is.',
      meanings(trafficErrors),
    ),
    section(
      "The proxy's admin API",
      'Only the control plane speaks it. `again`: the same call may succeed later.',
      table(
        ['code', 'HTTP', 'again', 'what to do'],
        Object.entries(PROXY_ERRORS).map(([name, { status, retryable, hint }]) => [
          code(name),
          status === 0 ? '-' : `${status}`,
          retryable ? 'yes' : 'no',
          hint,
        ]),
      ),
    ),
    section(
      'Configuration',
      `Code ${code('config_invalid')}, exit 2. All problems are told at once, one line each: place, path, what is wrong, how to mend it.`,
    ),
  );
}

function meanings(entries: Readonly<Record<string, { meaning: string; hint: string }>>): string {
  return table(
    ['code', 'meaning', 'what to do'],
    Object.entries(entries).map(([name, { meaning, hint }]) => [code(name), meaning, hint]),
  );
}
