import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes, reasonCodes } from '@seaworthy/api';
import { PROXY_ERRORS } from '@seaworthy/proxy/control';
import { describe, expect, it } from 'vitest';
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
import { root, sourceFiles } from './source-files.ts';

/** Codes of the vocabulary that no flow gives yet; their lines in the reference say so. */
const notGivenYet = ['slo_burn'];

/** Each table: where its codes may come from, and the classes that carry them. */
const tables = [
  {
    name: 'api',
    codes: errorCodes,
    rooms: ['server', 'kit'],
    classes: 'HttpError|Refusal|ReleaseError|IdempotencyError|AccessError|AuditUnavailable',
  },
  { name: 'cli', codes: Object.keys(cliFailures), rooms: ['cli'], classes: 'CliError' },
  { name: 'proxy', codes: Object.keys(PROXY_ERRORS), rooms: ['proxy'], classes: 'ProxyError' },
  { name: 'start', codes: Object.keys(startErrors), rooms: ['server'], classes: 'StartError' },
  { name: 'database', codes: Object.keys(databaseErrors), rooms: ['server'], classes: 'DatabaseError' },
  { name: 'runtime', codes: Object.keys(runtimeErrors), rooms: ['server'], classes: 'RuntimeError' },
  { name: 'seal', codes: Object.keys(sealErrors), rooms: ['server'], classes: 'SealError' },
  { name: 'secrets', codes: Object.keys(secretErrors), rooms: ['server'], classes: 'SecretError' },
  { name: 'tls', codes: Object.keys(tlsErrors), rooms: ['server'], classes: 'TlsError' },
  { name: 'traffic', codes: Object.keys(trafficErrors), rooms: ['server'], classes: 'TrafficError' },
];

/** The files that only list codes. */
const lists =
  /packages\/(api\/src\/(errors|reasons|vocabulary)|cli\/src\/failure|proxy\/src\/control\/errors|server\/src\/errors)\.ts$/;
const sources = sourceFiles()
  .filter(({ path, isTest }) => path.startsWith('packages/') && !isTest && !lists.test(path))
  .map(({ path }) => ({ room: path.split('/')[1], text: readFileSync(join(root, path), 'utf8') }));

describe.each(tables)('the error table of $name', ({ codes, rooms, classes }) => {
  const texts = sources.filter(({ room }) => rooms.includes(room ?? '')).map(({ text }) => text);

  it('has every code that is thrown', () => {
    const thrown = new RegExp(`new (?:${classes})\\(\\s*'([a-z_]+)'`, 'g');
    const found = texts.flatMap((text) => [...text.matchAll(thrown)].map(([, code = '']) => code));
    expect(found.filter((code) => !(codes as readonly string[]).includes(code))).toEqual([]);
  });

  it('has only codes that the code can come to', () => {
    const unused = codes.filter((code) => !texts.some((text) => text.includes(`'${code}'`)));
    expect(unused).toEqual([]);
  });
});

describe('the reasons of deployments', () => {
  it('are all given somewhere, save those that say that they are not', () => {
    const unused = reasonCodes.filter((code) => !sources.some(({ text }) => text.includes(`'${code}'`)));
    expect(unused).toEqual(notGivenYet);
  });
});

describe('classes that carry a code', () => {
  it('belong to a table each', () => {
    const known = tables.flatMap(({ classes }) => classes.split('|'));
    const carrying = /class (\w+) extends (?:Failure<|Error \{[^}]*?readonly code\b)/g;
    const found = sources.flatMap(({ text }) => [...text.matchAll(carrying)].map(([, name = '']) => name));
    expect(found.filter((name) => !known.includes(name) && !outsideTables.includes(name))).toEqual([]);
  });
});

/** `Failure` is their base; a lease, a bad file, a log query and too many of them have one code each, of the API;
 * `ApiError` brings whatever it was told; a `SendError` carries why a notification did not get through, which is a label and no answer to anybody;
 * those of the kit are for services that use it: their types list the codes. */
const outsideTables = [
  'Failure',
  'AuditError',
  'ResilienceError',
  'LeaseError',
  'ConfigError',
  'LogQueryError',
  'SearchBusyError',
  'ApiError',
  'SendError',
];
