import { createServer, request } from 'node:http';

/** Topics of which the stream tells now and then. */
const topics = ['alerts', 'silences', 'slos', 'health', 'audit', 'access'];

/** Stands before the control plane and hands everything on but the live stream, which says what `tell` is given. */
export async function startFront({ url, token }) {
  const status = await (await fetch(`${url}/api/v1/status`, { headers: { authorization: `Bearer ${token}` } })).json();
  let stream;
  let told = 0;
  const write = (event) => {
    told += 1;
    stream?.write(`id: ${told}\nevent: ${event.type}\ndata: ${JSON.stringify({ id: told, ...event })}\n\n`);
  };
  const server = createServer((asked, answer) => {
    const path = new URL(asked.url, url).pathname;
    if (path === '/api/v1/events') {
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      answer.flushHeaders();
      stream = answer;
      return undefined;
    }
    return handOn(asked, answer, url);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    told: () => told,
    async opened() {
      while (stream === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    /** What a second brings: the traffic; each ten seconds the status, and that something changed. */
    tell(atMs, second) {
      const time = new Date(atMs).toISOString();
      write({ type: 'traffic', time, traffic: trafficOf(status, time, second) });
      if (second % 10 !== 0) return;
      write({ type: 'status', time, status: { ...status, uptimeSeconds: second } });
      write({ type: 'changed', time, topic: topics[(second / 10) % topics.length] });
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function handOn(asked, answer, url) {
  const { host, ...headers } = asked.headers;
  const origin = headers.origin === undefined ? {} : { origin: url };
  const onward = request(url + asked.url, { method: asked.method, headers: { ...headers, ...origin } }, (given) => {
    answer.writeHead(given.statusCode, given.headers);
    given.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  asked.pipe(onward);
}

function trafficOf({ slots }, time, second) {
  const wave = (period) => Math.sin((second / period) * 2 * Math.PI);
  const rates = { requestsPerSecond: 200 + 30 * wave(47), errorsPerSecond: Math.max(0, 2 * wave(150) - 1.6) };
  const p95LatencyMs = 24 + 4 * wave(23);
  return {
    ...{ time, ...rates, p50LatencyMs: p95LatencyMs / 2, p95LatencyMs },
    totals: { requests: 200 * second, failed: second, retried: 0 },
    slots: slots.map(({ slot, share }) => ({
      slot,
      ...rates,
      p95LatencyMs: share > 0 ? p95LatencyMs : null,
      inFlight: 2,
    })),
  };
}
