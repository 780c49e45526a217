import { expect, it } from 'vitest';
import { firing, peerServer, resolved, sendWith } from '../testing.ts';
import { opsgenie } from './send.ts';

const alias = 'a69cab27871c00502e11027e538a814eca3a8cd3f9d4a0a3b1945e810e810e25';
const written = {
  ...{
    api_key: 'K3Y',
    message: '[FIRING:2] High <CPU> ',
    description: 'CPU & more',
    priority: 'P1',
    note: 'n',
    entity: 'e',
  },
  ...{ source: 'http://ops.example:9093/x/#/alerts?receiver=all', tags: 'a, b', actions: 'x,y' },
  responders: [{ name: 'ops', type: 'team' }],
};

/** What Alertmanager 0.25 sent with the same texts. */
const fromAlertmanager = `{"alias":"${alias}","message":"[FIRING:2] High \\u003cCPU\\u003e ","description":"CPU \\u0026 more","details":{"alertname":"High \\u003cCPU\\u003e"},"source":"http://ops.example:9093/x/#/alerts?receiver=all","responders":[{"name":"ops","type":"team"}],"tags":["a","b"],"note":"n","priority":"P1","entity":"e","actions":["x","y"]}
`;

it('creates with the bytes that Alertmanager sends', async () => {
  const peer = await peerServer();
  peer.answer = () => ({ status: 202, body: '{"result":"Request will be processed","took":0.3,"requestId":"1"}' });
  expect(await sendWith(opsgenie, { ...written, api_url: `${peer.url}/` }, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got).toMatchObject([{ method: 'POST', path: '/v2/alerts', headers: { authorization: 'GenieKey K3Y' } }]);
  expect(peer.got[0]?.body).toBe(fromAlertmanager);
});

it('acknowledges and closes what it created', async () => {
  const peer = await peerServer();
  const config = { ...written, api_url: peer.url };
  await sendWith(opsgenie, config, firing, { action: 'acknowledge' });
  await sendWith(opsgenie, config, resolved);
  expect(peer.got.map(({ path, body }) => [path, body])).toEqual([
    [`/v2/alerts/${alias}/acknowledge?identifierType=alias`, `{"source":"${written.source}"}\n`],
    [`/v2/alerts/${alias}/close?identifierType=alias`, `{"source":"${written.source}"}\n`],
  ]);
});

it('brings an open alert up to date when it is asked to', async () => {
  const peer = await peerServer();
  await sendWith(opsgenie, { ...written, api_url: peer.url, update_alerts: true }, firing);
  expect(peer.got.map(({ method, path, body }) => [method, path, body]).slice(1)).toEqual([
    ['PUT', `/v2/alerts/${alias}/message?identifierType=alias`, '{"message":"[FIRING:2] High \\u003cCPU\\u003e "}\n'],
    ['PUT', `/v2/alerts/${alias}/description?identifierType=alias`, '{"description":"CPU \\u0026 more"}\n'],
  ]);
});
