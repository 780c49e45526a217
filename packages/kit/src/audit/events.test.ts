import { expect, it } from 'vitest';
import type { AuditReceipt, NewAuditEntry } from './entry/entry.ts';
import { auditEventTypes } from './entry/entry.ts';
import { auditEvents } from './events.ts';

it('has a function for each type, which fills in what such an event says', async () => {
  const entries: NewAuditEntry[] = [];
  const receipt: AuditReceipt = { sequence: 1, time: '', hash: '' };
  const append = async (entry: NewAuditEntry) => {
    entries.push(entry);
    return receipt;
  };
  const audit = auditEvents({ append });
  await audit.authentication({
    actor: 'anna',
    method: 'password',
    result: 'failure',
    reason: 'wrong password',
    sourceAddress: '::1',
  });
  await audit.authorization({ actor: 'anna', permission: 'users:write', resource: 'route/users', result: 'refused' });
  await audit.dataAccess({ actor: 'anna', resource: 'recording/7', records: 3, requestId: 'r1' });
  await audit.dataModification({ actor: 'anna', resource: 'person/2', before: { name: 'A' }, after: { name: 'B' } });
  await audit.securityEvent({ actor: 'system', action: 'login.locked', severity: 'high' });
  await audit.systemChange({ actor: 'system', action: 'config.reload', resource: 'config/doorbell', from: 1, to: 2 });
  await audit.faceRecognition({ actor: 'camera/1', resource: 'visit/9', person: 'p4', confidence: 0.93 });
  await audit.notificationSent({
    actor: 'system',
    channel: 'mail',
    recipient: 'anna',
    subject: 'Someone is there',
    data: { visit: 9 },
  });
  expect(entries.map(({ type }) => type)).toEqual(auditEventTypes);
  expect(entries[0]).toMatchObject({
    action: 'session.begin',
    resource: 'user/anna',
    result: 'failure',
    data: { method: 'password' },
  });
  expect(entries[2]).toMatchObject({ action: 'data.read', result: 'success', data: { records: 3 }, requestId: 'r1' });
  expect(entries[3]?.data).toEqual({ before: { name: 'A' }, after: { name: 'B' } });
  expect(entries[7]).toMatchObject({
    resource: 'recipient/anna',
    data: { channel: 'mail', subject: 'Someone is there', visit: 9 },
  });
});
