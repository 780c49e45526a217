import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { virtualClock } from '../../platform/testing.ts';
import type { Notification } from '../notifications/notification.ts';
import type { Integration, SendResult } from '../notifications/receiver.ts';
import { createHttp } from './http/http.ts';
import type { Kind } from './kind.ts';
import type { Tools } from './tools.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface PeerAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A receiver's server on a port of its own. */
export interface PeerServer {
  readonly url: string;
  readonly got: readonly Received[];
  /** `reset` cuts the connection; `silence` never answers. */
  answer: (request: Received) => PeerAnswer | 'reset' | 'silence';
}

export async function peerServer(): Promise<PeerServer> {
  const got: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const received = {
      method,
      path: url,
      headers: headers as Received['headers'],
      body: Buffer.concat(chunks).toString(),
    };
    got.push(received);
    const answer = peer.answer(received);
    if (answer === 'silence') return;
    if (answer === 'reset') return void request.socket.resetAndDestroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const peer: PeerServer = { url: await listen(server), got, answer: () => ({ status: 200 }) };
  return peer;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const testKey = '0123456789abcdef0123456789abcdef';

/** Tools as at wiring; templates are left as they stand. */
export function testTools(given: Partial<Tools> = {}): Tools {
  const http = createHttp({ userAgent: 'Seaworthy/test' });
  onTestFinished(() => http.close());
  return { http, clock: virtualClock(), expand: (text) => text, print: () => {}, ...given };
}

/** The configuration as YAML would give it, ready to send. */
export function integrationsOf(kind: Kind, written: unknown, tools: Tools = testTools()): readonly Integration[] {
  const { config, problems } = kind.complete(kind.Config.parse(written), {});
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return kind.bind(config, `${kind.channel}[0]`, tools);
}

export interface SendOptions {
  readonly tools?: Tools;
  readonly signal?: AbortSignal;
  readonly action?: 'send' | 'acknowledge';
}

/** One attempt through the first integration that the configuration makes. */
export async function sendWith(
  kind: Kind,
  written: unknown,
  notification: Notification,
  { tools = testTools(), signal = new AbortController().signal, action = 'send' }: SendOptions = {},
): Promise<SendResult> {
  const [integration] = integrationsOf(kind, written, tools);
  const attempt = integration?.[action];
  if (attempt === undefined) throw new Error(`There is no ${action}.`);
  return attempt(notification, { key: testKey, signal });
}

/** Two alerts of one group, with characters in them that some formats have to escape. */
export const firing: Notification = {
  receiver: 'all',
  groupKey: '{}:{alertname="High <CPU>"}',
  groupLabels: { alertname: 'High <CPU>' },
  commonLabels: { alertname: 'High <CPU>' },
  commonAnnotations: { summary: 'CPU & more' },
  externalURL: 'http://ops.example:9093/x',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { severity: 'critical', instance: 'a:1', alertname: 'High <CPU>' },
      annotations: { summary: 'CPU & more', description: 'line1\nline2 "q"' },
      startsAt: Date.UTC(2026, 0, 1, 12, 0, 0, 250),
      endsAt: null,
      generatorURL: 'http://prom/graph?g0.expr=up&g0.tab=1',
      fingerprint: '333a75120c04721d',
    },
    {
      status: 'firing',
      labels: { alertname: 'High <CPU>', instance: 'b:2', severity: 'warning' },
      annotations: { summary: 'CPU & more' },
      startsAt: Date.UTC(2026, 0, 1, 12, 0, 1),
      endsAt: null,
      generatorURL: 'http://prom/g',
      fingerprint: 'bf9d006b622a5a44',
    },
  ],
  truncatedAlerts: 0,
  reason: 'first',
};

export const resolved: Notification = {
  ...firing,
  status: 'resolved',
  reason: 'all_resolved',
  alerts: firing.alerts.map((alert) => ({ ...alert, status: 'resolved', endsAt: Date.UTC(2026, 0, 1, 12, 6) })),
};
