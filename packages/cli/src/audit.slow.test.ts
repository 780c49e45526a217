import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '@seaworthy/api';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { RealControlPlane } from './control-plane/testing.ts';
import { startControlPlane } from './control-plane/testing.ts';
import { buildProgram } from './program.ts';
import { testHost } from './testing.ts';
import { verbList } from './verb-list.ts';

const typed = 'hunter4 typed into stdin';

async function controlPlane(): Promise<RealControlPlane> {
  const secretInput = { isTerminal: false, readAll: async () => typed, readHidden: async () => undefined };
  const place = await startControlPlane({ secretInput });
  writeFileSync(join(place.folder, 'secret'), 'hunter3-in-a-file', { mode: 0o600 });
  return place;
}

/** Every word that does something. */
async function allVerbs(): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of verbList) {
    const program = await buildProgram([name], testHost(), () => {});
    const verb = program.commands.find((command) => command.name() === name);
    if (verb !== undefined) found.push(...leaves(verb, name));
  }
  return found;
}

function leaves(command: Command, path: string): string[] {
  const acts = '_actionHandler' in command && typeof command._actionHandler === 'function';
  return [...(acts ? [path] : []), ...command.commands.flatMap((inner) => leaves(inner, `${path} ${inner.name()}`))];
}

/** These change nothing. `up` is the control plane itself, which records its start. */
const reads = new Set([
  ...[
    'up',
    'status',
    'releases',
    'deployments',
    'deployments show',
    'health',
    'logs',
    'traces',
    'traces stats',
    'alerts',
    'alerts history',
  ],
  ...['silences', 'silences list', 'routes show', 'routes test', 'receivers', 'slos', 'query', 'render', 'telemetry'],
  ...['audit', 'audit list', 'audit verify', 'audit proof', 'audit checkpoint'],
  ...['config show', 'config check', 'config options', 'doctor', 'rules check', 'rules test', 'version'],
  ...[
    'users',
    'users list',
    'tokens',
    'tokens list',
    'roles',
    'roles list',
    'approvals',
    'approvals list',
    'approvals show',
  ],
  ...['secrets', 'secrets list', 'sessions', 'sessions list'],
]);

type Changes = readonly (readonly [verb: string, argv: readonly string[], action: string])[];

/** What is refused is recorded like what is done. */
const changes: Changes = [
  ['deploy', ['2.0.0', '--source', 'service', '--env', 'DB_PASSWORD=hunter2-in-env'], 'deploy'],
  ['rollback', [], 'rollback'],
  ['promote', [], 'promote'],
  ['pause', [], 'pause'],
  ['resume', [], 'resume'],
  ['abort', [], 'abort'],
  ['silences add', ['Foo', '--duration', '1h'], 'createSilence'],
  ['silences expire', ['none'], 'expireSilence'],
  ['receivers test', ['none'], 'testReceiver'],
  ['config reload', [], 'reloadConfig'],
  ['sign-in', [], 'createSignInLink'],
  ['users add', ['ann', '--role', 'viewer'], 'addUser'],
  ['users role', ['ann', 'operator'], 'changeUser'],
  ['users disable', ['ann'], 'changeUser'],
  ['users enable', ['ann'], 'changeUser'],
  ['users reset', ['ann'], 'resetUser'],
  ['users sign-out', ['ann'], 'endUserSessions'],
  ['users remove', ['ann'], 'removeUser'],
  ['roles add', ['shipper', '--permission', 'deployments:write'], 'setRole'],
  ['roles remove', ['shipper'], 'removeRole'],
  ['tokens create', ['ci', '--permission', 'service:read'], 'createToken'],
  ['tokens signing-key', ['none'], 'signingKey'],
  ['tokens revoke', ['none'], 'revokeToken'],
  ['secrets set', ['db-password', '--file', 'secret'], 'setSecret'],
  ['secrets delete', ['db-password'], 'deleteSecret'],
  ['secrets rotate-key', [], 'rotateKeys'],
  ['approvals approve', ['none'], 'approve'],
  ['approvals reject', ['none', '--reason', 'no'], 'reject'],
  ['audit report', [], 'auditReport'],
  ['audit export', ['-o', 'exported'], 'audit.export'],
  ['sessions end', ['none'], 'endSession'],
  ['password', [], 'changePassword'],
  ['down', [], 'stop'],
];

describe('every verb', () => {
  it('that changes something leaves an entry; a new one has to be thought of here', async () => {
    const verbs = await allVerbs();
    const known = new Set([...reads, ...changes.map(([verb]) => verb)]);
    expect(verbs.filter((verb) => !known.has(verb))).toEqual([]);

    const { cli, stateDir } = await controlPlane();
    const trail = () => readFileSync(join(stateDir, 'audit', 'segment-00000001.ndjson'), 'utf8');
    const silent: string[] = [];
    for (const [verb, argv, action] of changes.filter(([verb]) => verbs.includes(verb))) {
      const before = trail().length;
      await cli([...verb.split(' '), ...argv]);
      const entries = trail().slice(before);
      if (!entries.includes(`"action":"${action}"`)) silent.push(`${verb} (${action})`);
    }
    expect(silent).toEqual([]);
    for (const secret of ['hunter2-in-env', 'hunter3-in-a-file', typed]) expect(trail()).not.toContain(secret);
    expect(await cli(['audit', 'verify'])).toMatchObject({ exit: 0 });
  });
});

describe('seaworthy audit', () => {
  it('lists, proves, exports and verifies, and sees what was changed behind its back', async () => {
    const { cli, folder, stateDir } = await controlPlane();
    await cli(['silences', 'add', 'Foo', '--duration', '1h']);
    await cli(['promote']);
    const listed = await cli(['audit', '--action', 'createSilence']);
    expect(listed.out).toMatch(
      /ENTRY +TIME \(UTC\) +WHO +WHAT +TO +RESULT +WHY\n\d+ .* local +createSilence +silences\/\S+ +success/,
    );
    expect((await cli(['audit', '--result', 'refused'])).out).toMatch(
      /promote +deployments +refused +no_deployment_active/,
    );
    const { items } = JSON.parse((await cli(['audit', '--action', 'createSilence', '--json'])).out) as {
      items: AuditEntry[];
    };
    const sequence = String(items[0]?.sequence);

    const kept = await cli(['audit', 'checkpoint']);
    expect(kept.out).toMatch(/^seaworthy\/plain\/[0-9a-f]{12}\n\d+\n/);
    writeFileSync(join(folder, 'kept'), kept.out);
    expect(await cli(['audit', 'proof', sequence])).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`Proven: entry ${sequence} is in`),
    });
    await cli(['promote']);
    expect(await cli(['audit', 'proof', '--since-checkpoint', 'kept'])).toMatchObject({
      exit: 0,
      out: expect.stringContaining('stand unchanged'),
    });
    expect(await cli(['audit', 'proof', '99999'])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('no entry 99999'),
    });
    expect(await cli(['audit', 'verify', '--checkpoint', 'kept'])).toMatchObject({
      exit: 0,
      out: expect.stringContaining('The audit log is whole'),
    });

    expect(await cli(['audit', 'report', '--since', '1h'])).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^# Audit report: plain, local\n[\s\S]*The trail is whole\./),
    });
    const exported = await cli(['audit', 'export', '--json']);
    const { entries, verifier, key } = JSON.parse(exported.out) as Record<string, string>;
    const offline = (file: string) =>
      spawnSync(process.execPath, [verifier ?? '', file, '--key', readFileSync(key ?? '', 'utf8').trim()], {
        encoding: 'utf8',
      });
    expect(offline(entries ?? '').status).toBe(0);
    const forged = join(folder, 'forged.ndjson');
    writeFileSync(forged, readFileSync(entries ?? '', 'utf8').replace('"action":"promote"', '"action":"pause"'));
    expect(offline(forged).status).toBe(1);

    await cli(['down']);
    const segment = join(stateDir, 'audit', 'segment-00000001.ndjson');
    writeFileSync(segment, readFileSync(segment, 'utf8').replace('"action":"promote"', '"action":"pause"'));
    const verified = await cli(['audit', 'verify']);
    expect(verified).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/NOT WHOLE[\s\S]*segment 1, line \d+, sequence \d+: altered/),
    });
  });
});
