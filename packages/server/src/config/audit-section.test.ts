import { expect, it } from 'vitest';
import { AuditSection, normalizeAudit } from './audit-section.ts';

const dayMs = 86_400_000;
const normalized = (section: object) => normalizeAudit(AuditSection.parse(section), '/etc/plain');

it('keeps entries for ninety days unless told otherwise, and lets none go sooner', () => {
  expect(normalized({})).toEqual({
    ...{ retentionMs: 90 * dayMs, minimumMs: 90 * dayMs, maxBytes: 2 ** 30, criticalFile: true },
    checkpoints: { intervalMs: 60_000, sinks: [] },
  });
  expect(normalized({ retention: '365d', minimum: '30d' })).toMatchObject({ minimumMs: 30 * dayMs });
});

it('sends checkpoints to files beside the configuration, to webhooks and to syslog', () => {
  const sinks = [
    { file: '../elsewhere/checkpoints' },
    { webhook: 'https://witness.example/in', headers: { authorization: 'Bearer x' } },
    { syslog: 'logs.example:514', protocol: 'tcp' },
  ];
  expect(normalized({ checkpoints: { interval: '10s', sinks } }).checkpoints).toEqual({
    intervalMs: 10_000,
    sinks: [
      { kind: 'file', path: '/etc/elsewhere/checkpoints' },
      { kind: 'webhook', url: 'https://witness.example/in', headers: { authorization: 'Bearer x' } },
      { kind: 'syslog', host: 'logs.example', port: 514, protocol: 'tcp' },
    ],
  });
});

it.each([
  [{ retention: '1h' }, 'is too short'],
  [{ retention: '30d', minimum: '90d' }, 'is longer than audit.retention'],
  [{ maxBytes: '1Mi' }, 'is too little'],
  [{ keep: '1h' }, 'keep'],
  [{ checkpoints: { sinks: [{ file: '/x', webhook: 'https://x.example' }] } }, 'sinks'],
  [{ checkpoints: { sinks: [{ webhook: 'https://user:secret@x.example' }] } }, 'sinks'],
])('refuses %j', (section, message) => {
  expect(JSON.stringify(AuditSection.safeParse(section).error?.issues)).toContain(message);
});
