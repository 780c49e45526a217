import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';

/** Everything that a client noticed. `failed` tells each request that was not answered as it should have been. */
export interface LoadReport {
  readonly sent: number;
  readonly succeeded: number;
  readonly failed: readonly string[];
  readonly byVersion: ReadonlyMap<string, number>;
}

export interface LoadOptions {
  readonly port: number;
  readonly ratePerSecond?: number;
  readonly path?: string;
  /** A status that the client takes as right; anything else is a failure. */
  readonly accepts?: (status: number) => boolean;
}

/**
 * Steady traffic at a fixed rate, whatever the answers take (open loop), over kept-alive connections; every tenth request is
 * a POST with a body, which no proxy may send twice. `stop()` waits for the last answer, so that all are accounted for.
 */
export function startLoad({
  port,
  ratePerSecond = 200,
  path = '/',
  accepts = (status) => status === 200,
}: LoadOptions) {
  // Idle connections are left before the proxy leaves them: a request on one that is just being closed is nobody's fault.
  const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 4_000 });
  const failed: string[] = [];
  const byVersion = new Map<string, number>();
  const pending = new Set<Promise<void>>();
  const startedAt = performance.now();
  let sent = 0;
  let succeeded = 0;

  const one = async (index: number): Promise<void> => {
    const body = index % 10 === 0 ? `{"n":${index}}` : undefined;
    const sentAt = new Date().toISOString();
    try {
      const answer = await send({ port, path, agent, body });
      const version = answer.version ?? 'none';
      byVersion.set(version, (byVersion.get(version) ?? 0) + 1);
      if (accepts(answer.status)) succeeded += 1;
      else failed.push(`${sentAt} ${body ? 'POST' : 'GET'} ${path}: ${answer.status} ${answer.body.slice(0, 80)}`);
    } catch (cause) {
      failed.push(`${sentAt} ${body ? 'POST' : 'GET'} ${path}: ${String(cause)}`);
    }
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * ratePerSecond);
    while (sent < due) {
      sent += 1;
      const work: Promise<void> = one(sent).finally(() => pending.delete(work));
      pending.add(work);
    }
  }, 5);

  return {
    get sent() {
      return sent;
    },
    async stop(): Promise<LoadReport> {
      clearInterval(timer);
      await Promise.all(pending);
      agent.destroy();
      return { sent, succeeded, failed, byVersion };
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly version: string | undefined;
}

export function send(o: {
  port: number;
  path: string;
  method?: string;
  agent?: Agent;
  body?: string | Buffer | undefined;
  headers?: Record<string, string>;
}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = o.method ?? (o.body === undefined ? 'GET' : 'POST');
    const outgoing = request(
      {
        port: o.port,
        host: '127.0.0.1',
        path: o.path,
        method,
        agent: o.agent ?? false,
        headers: o.headers ?? {},
        timeout: 30_000,
      },
      (response) => {
        readAll(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, body, version: header(response, 'x-version') }),
          reject,
        );
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within 30 s')));
    outgoing.on('error', reject);
    outgoing.end(o.body);
  });
}

/** A server-sent event stream that is opened again whenever it ends, as a browser does; a refused opening is a failure. */
export function startEventStream(port: number, path = '/sse') {
  const failed: string[] = [];
  let events = 0;
  let openings = 0;
  let stopped = false;
  let current: ReturnType<typeof request> | undefined;
  const open = () => {
    openings += 1;
    current = request(
      { port, host: '127.0.0.1', path, agent: false, headers: { accept: 'text/event-stream' } },
      (response) => {
        if (response.statusCode !== 200) failed.push(`event stream refused: ${response.statusCode}`);
        response.on('data', (chunk: Buffer) => {
          events += chunk.toString().split('\n\n').length - 1;
        });
        response.on('error', () => {});
        response.on('close', () => (stopped ? undefined : open()));
      },
    );
    current.on('error', (cause) => {
      if (!stopped) failed.push(`event stream: ${cause.message}`);
    });
    current.end();
  };
  open();
  return {
    stop() {
      stopped = true;
      current?.destroy();
      return { events, openings, failed };
    },
  };
}

/** A WebSocket that sends a message every 50 ms and expects it back; closed ones are opened again, and must open. */
export function startWebSocket(port: number) {
  const failed: string[] = [];
  let echoed = 0;
  let openings = 0;
  let stopped = false;
  let socket: WebSocket;
  const open = () => {
    openings += 1;
    const opened = new WebSocket(`ws://127.0.0.1:${port}/ws`);
    socket = opened;
    let isOpen = false;
    const timer = setInterval(() => isOpen && opened.send(String(echoed)), 50);
    opened.on('open', () => {
      isOpen = true;
    });
    opened.on('message', () => {
      echoed += 1;
    });
    opened.on('error', (cause) => {
      if (!isOpen && !stopped) failed.push(`web socket: ${cause.message}`);
    });
    opened.on('close', () => {
      clearInterval(timer);
      isOpen = false;
      if (!stopped) open();
    });
  };
  open();
  return {
    stop() {
      stopped = true;
      socket.terminate();
      return { echoed, openings, failed };
    },
  };
}

/** Uploads of 10 MB, one after the other; each must arrive whole. */
export function startUploads(port: number, path = '/upload') {
  const body = randomBytes(10 * 1024 * 1024);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const failed: string[] = [];
  let uploads = 0;
  let stopped = false;
  const loop = (async () => {
    while (!stopped) {
      try {
        const answer = await send({ port, path, body });
        uploads += 1;
        const right = answer.status === 200 && JSON.parse(answer.body).sha256 === sha256;
        if (!right) failed.push(`upload: ${answer.status} ${answer.body.slice(0, 80)}`);
      } catch (cause) {
        failed.push(`upload: ${String(cause)}`);
      }
    }
  })();
  return {
    async stop() {
      stopped = true;
      await loop;
      return { uploads, failed };
    },
  };
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function header(response: IncomingMessage, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
