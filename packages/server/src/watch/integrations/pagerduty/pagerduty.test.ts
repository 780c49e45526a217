import { expect, it } from 'vitest';
import { firing, peerServer, resolved, sendWith } from '../testing.ts';
import { pagerduty } from './send.ts';

const written = {
  ...{
    routing_key: 'R0UT',
    description: '[FIRING:2] High <CPU> ',
    client: 'Alertmanager',
    class: 'cl',
    component: 'co',
    group: 'gr',
  },
  client_url: 'http://ops.example:9093/x/#/alerts?receiver=all',
  details: { firing: 'two', num_firing: '2', num_resolved: '0', resolved: '' },
  images: [{ src: 'http://i/x.png', alt: 'al', href: 'h' }],
  links: [{ href: 'http://l', text: 'li' }],
};

/** What Alertmanager 0.25 sent with the same texts (its list of alerts put shorter). */
const fromAlertmanager = `{"routing_key":"R0UT","dedup_key":"a69cab27871c00502e11027e538a814eca3a8cd3f9d4a0a3b1945e810e810e25","event_action":"trigger","payload":{"summary":"[FIRING:2] High \\u003cCPU\\u003e ","source":"Alertmanager","severity":"error","class":"cl","component":"co","group":"gr","custom_details":{"firing":"two","num_firing":"2","num_resolved":"0","resolved":""}},"client":"Alertmanager","client_url":"http://ops.example:9093/x/#/alerts?receiver=all","images":[{"src":"http://i/x.png","alt":"al","href":"h"}],"links":[{"href":"http://l","text":"li"}]}
`;

it('triggers with the bytes that Alertmanager sends', async () => {
  const peer = await peerServer();
  peer.answer = () => ({ status: 202, body: '{"status":"success"}' });
  expect(await sendWith(pagerduty, { ...written, url: `${peer.url}/v2/enqueue` }, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got[0]).toMatchObject({ method: 'POST', path: '/v2/enqueue' });
  expect(peer.got[0]?.body).toBe(fromAlertmanager);
});

it('triggers, acknowledges and resolves one and the same incident', async () => {
  const peer = await peerServer();
  const config = { ...written, url: peer.url };
  await sendWith(pagerduty, config, firing);
  await sendWith(pagerduty, config, firing, { action: 'acknowledge' });
  await sendWith(pagerduty, config, resolved);
  const events = peer.got.map(({ body }) => JSON.parse(body));
  expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve']);
  expect(new Set(events.map(({ dedup_key }) => dedup_key)).size).toBe(1);
});

it('adds its own details to those of the configuration', async () => {
  const peer = await peerServer();
  await sendWith(pagerduty, { routing_key: 'R', url: peer.url, details: { team: 'ops' } }, firing);
  const { custom_details: details } = JSON.parse(peer.got[0]?.body ?? '').payload;
  expect(Object.keys(details)).toEqual(['firing', 'num_firing', 'num_resolved', 'resolved', 'team']);
});

it('needs a routing key', () => {
  expect(pagerduty.Config.safeParse({ description: 'x' }).error?.issues[0]?.message).toContain('routing_key');
});
