import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** What a receiver was told, as far as every kind can tell it. */
export interface Told {
  readonly status: 'firing' | 'resolved';
  readonly text: string;
  readonly atMs: number;
}

/** A local server that speaks a receiver's own language. */
export interface LocalReceiver {
  readonly port: number;
  readonly told: readonly Told[];
  close(): Promise<void>;
}

/** Alertmanager's webhook, or Slack's: both are JSON over HTTP. */
export async function httpReceiver(
  read: (body: Record<string, unknown>) => Omit<Told, 'atMs'>,
): Promise<LocalReceiver> {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    told.push({ ...read(JSON.parse(Buffer.concat(chunks).toString())), atMs: Date.now() });
    response.end('ok');
  });
  return { port: await listen(server), told, close: () => closed(server) };
}

export function readWebhook(body: Record<string, unknown>): Omit<Told, 'atMs'> {
  return { status: body['status'] as Told['status'], text: JSON.stringify(body) };
}

export function readSlack(body: Record<string, unknown>): Omit<Told, 'atMs'> {
  const text = JSON.stringify(body);
  return { status: text.includes('[FIRING') ? 'firing' : 'resolved', text };
}

export async function mailReceiver(): Promise<LocalReceiver> {
  const told: Told[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    async onData(stream, _, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const { subject = '', text = '', html = '' } = await PostalMime.parse(Buffer.concat(chunks));
      const status = subject.includes('[FIRING') ? 'firing' : 'resolved';
      told.push({ status, text: `${subject} ${text} ${html}`, atMs: Date.now() });
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, told, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
