import { copyFileSync, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ApprovalWishes } from '../approvable.ts';
import { approvable } from '../approvable.ts';
import { CliError } from '../failure.ts';
import { parseWhen } from '../text/when.ts';
import type { Invocation } from '../verb.ts';
import type { KeyOptions } from './audit-key.ts';
import { trustedKey } from './audit-key.ts';

interface ExportOptions extends KeyOptions, ApprovalWishes {
  readonly approval?: string;
  readonly output?: string;
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly until?: string;
}

const answerMs = 600_000;

/** Three files: the entries, the program that checks them, and the public key by which they are checked. */
export async function exportTrail(call: Invocation<ExportOptions>): Promise<undefined> {
  const { options, host, output } = call;
  const { exportVerifierPath } = await import('@seaworthy/server/audit');
  const folder = resolve(host.cwd, options.output ?? 'audit-export');
  const { keys } = await trustedKey(call);
  const files = {
    entries: join(folder, 'audit.ndjson'),
    verifier: join(folder, 'verify-export.mjs'),
    key: join(folder, 'key.txt'),
  };
  const download = (query: Query, wishes = {}) =>
    begun(call.connect({ answerMs }).client.download('/api/v1/audit/export', query, wishes));
  const approved = (id: string) => download({ approval: id });
  const pieces = await (options.approval === undefined
    ? approvable(call, (wishes) => download(queryOf(options, host.now()), wishes), approved)
    : approved(options.approval));
  mkdirSync(folder, { recursive: true });
  await pipeline(Readable.from(pieces), createWriteStream(files.entries, { mode: 0o600 }));
  copyFileSync(exportVerifierPath(), files.verifier);
  writeFileSync(files.key, `${keys[0] ?? ''}\n`);
  const command = `node ${files.verifier} ${files.entries} --key "$(cat ${files.key})"`;
  output.answer({ ...files, command }, () =>
    [
      `The trail is in ${files.entries}, with its verifier and public key beside it.`,
      'Whoever gets it checks it with Node alone, without us and without a network:',
      `  ${command}`,
      'Give them the key on another way than the file: who could forge the one could forge the other.',
    ].join('\n'),
  );
  return undefined;
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** A refusal comes with the first piece: before it nothing is written. */
async function begun(pieces: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const reading = pieces[Symbol.asyncIterator]();
  const first = await reading.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* { [Symbol.asyncIterator]: () => reading };
  })();
}

function queryOf({ from, to, since, until }: ExportOptions, nowMs: number) {
  const moment = (text: string | undefined) => text && new Date(parseWhen(text, nowMs)).toISOString();
  return { fromSequence: sequenceOf(from), toSequence: sequenceOf(to), since: moment(since), until: moment(until) };
}

function sequenceOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,15}$/.test(text)) return Number(text);
  throw new CliError('usage', `"${text}" is no number of an entry.`, {});
}
