// Seaworthy's proxy beside Caddy, HAProxy (Debian packages) and the npm package http-proxy, in one run.
//
//     npm run build && node bench/proxy.mjs [--workers 1] [--rounds 3] [--seconds 3] [--clients 32] [--body 200] [--out FILE]
//
// Every proxy gets the same number of workers (processes or threads), the same target and the same load: keep-alive clients on raw
// sockets that ask one GET after the other. The target answers fixed bytes from a raw socket, so that it is not what is measured. Rounds
// are interleaved, and the figure that counts is the CPU time that a proxy's processes use for a request (/proc/<pid>/stat): other
// work on the machine disturbs it little, while requests per second and p99 say as much about the load generator and the neighbours.
// Ratios are against Caddy = 1.0, higher is better. Nothing is asserted. A proxy that is not installed is left out, and that is said.
import { fork, spawn, spawnSync } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SELF = fileURLToPath(import.meta.url);
const TICKS_PER_SECOND = 100;
const options = Object.fromEntries(
  Object.entries({ workers: 1, rounds: 3, seconds: 3, clients: 32, body: 200 }).map(([name, value]) => [
    name,
    { type: 'string', default: String(value) },
  ]),
);
async function main(values) {
  const wanted = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
  const children = [];
  try {
    const targetPort = await freePort();
    children.push(await started(fork(SELF, ['target', targetPort, wanted.body]), targetPort));
    const proxies = [];
    for (const [name, start] of Object.entries(starters)) {
      const port = await freePort();
      const child = await start({ port, targetPort, workers: wanted.workers, folder }).catch((error) =>
        console.log(`${name}: left out, ${error.message}`),
      );
      if (!child) continue;
      children.push(child);
      proxies.push({ name, port, child, restMb: familyOf(child.pid).map(residentMb), rounds: [] });
    }
    for (let round = 0; round <= wanted.rounds; round++) {
      for (const proxy of proxies) {
        const result = await measure(proxy, wanted, round === 0 ? 1 : wanted.seconds);
        if (round > 0) proxy.rounds.push(result); // the first round only warms up
      }
    }
    return report(proxies, wanted);
  } finally {
    for (const child of children.reverse()) child.kill(child.endSignal ?? 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

const starters = {
  async seaworthy({ port, targetPort, workers, folder }) {
    const [main, socket] = [
      fileURLToPath(new URL('../packages/proxy/dist/main.js', import.meta.url)),
      join(folder, 'proxy.sock'),
    ];
    const child = spawn(
      process.execPath,
      [
        main,
        '--state-file',
        join(folder, 'proxy.json'),
        '--socket',
        socket,
        '--workers',
        workers,
        '--log-file',
        join(folder, 'proxy.log'),
      ],
      { stdio: 'inherit' },
    );
    const { connectProxy } = await import('../packages/proxy/dist/control/index.js');
    const control = connectProxy(socket);
    await until(() =>
      control.state().then(
        () => true,
        () => false,
      ),
    );
    await control.configure({ service: 'bench', listen: `127.0.0.1:${port}`, balance: 'round-robin', retries: 2 });
    await control.setTargets('blue', [{ id: 'target', host: '127.0.0.1', port: targetPort }], {
      path: '/',
      intervalMs: 1000,
      timeoutMs: 1000,
      rise: 1,
      fall: 3,
    });
    await control.awaitReady('blue', 5000);
    await control.setSplit({ blue: 1, green: 0 });
    return child;
  },
  async caddy({ port, targetPort, workers, folder }) {
    const file = join(folder, 'Caddyfile');
    writeFileSync(
      file,
      `{\n  admin off\n  auto_https off\n}\nhttp://127.0.0.1:${port} {\n  reverse_proxy 127.0.0.1:${targetPort}\n}\n`,
    );
    const env = { ...process.env, GOMAXPROCS: String(workers), XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
    return started(command('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], env), port);
  },
  async haproxy({ port, targetPort, workers, folder }) {
    const file = join(folder, 'haproxy.cfg');
    const lines = [
      'global',
      `  nbthread ${workers}`,
      'defaults',
      '  mode http',
      '  timeout connect 2s',
      '  timeout client 30s',
      '  timeout server 30s',
      '  option forwardfor',
      '  http-reuse always',
    ];
    writeFileSync(
      file,
      `${[...lines, 'frontend f', `  bind 127.0.0.1:${port}`, '  default_backend b', 'backend b', `  server target 127.0.0.1:${targetPort}`].join('\n')}\n`,
    );
    return started(command('haproxy', ['-db', '-f', file], process.env), port);
  },
  async 'http-proxy'({ port, targetPort, workers }) {
    return started(fork(SELF, ['http-proxy', port, targetPort, workers]), port);
  },
};

function command(name, args, env) {
  if (spawnSync('which', [name]).status !== 0) throw new Error('not installed');
  return spawn(name, args, { env, stdio: 'ignore' });
}

async function started(child, port) {
  await until(
    () =>
      new Promise((resolve) => {
        const socket = net
          .connect(port, '127.0.0.1', () => socket.destroy() && resolve(true))
          .on('error', () => resolve(false));
      }),
  );
  return child;
}

async function until(holds) {
  const giveUp = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > giveUp) throw new Error('did not start in 15 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function measure({ port, child }, { clients }, seconds) {
  const family = familyOf(child.pid);
  const before = family.map(cpuSeconds);
  const generator = fork(SELF, ['load', port, clients, seconds * 1000], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [result] = await once(generator, 'message');
  const cpu = family.reduce((sum, pid, i) => sum + cpuSeconds(pid) - before[i], 0);
  return { ...result, cpuMicros: (cpu / result.requests) * 1e6, perSecond: result.requests / seconds };
}

function report(proxies, { workers, clients, rounds, seconds, body }) {
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const of = (proxy, field) => median(proxy.rounds.map((round) => round[field]));
  const caddy = proxies.find(({ name }) => name === 'caddy');
  console.log(
    `\n${workers} worker(s) each, ${clients} clients, ${body} byte answers, median of ${rounds} rounds of ${seconds} s\n`,
  );
  const rows = proxies.map((proxy) => ({
    proxy: proxy.name,
    'CPU µs/request': of(proxy, 'cpuMicros').toFixed(1),
    'per core (Caddy = 1)': caddy ? (of(caddy, 'cpuMicros') / of(proxy, 'cpuMicros')).toFixed(2) : '-',
    'requests/s': Math.round(of(proxy, 'perSecond')),
    'p99 ms': of(proxy, 'p99Ms').toFixed(2),
    failed: proxy.rounds.reduce((sum, { failed }) => sum + failed, 0),
    'MB at rest': proxy.restMb.map((mb) => mb.toFixed(0)).join(' + '),
    'MB after load': familyOf(proxy.child.pid)
      .map((pid) => residentMb(pid).toFixed(0))
      .join(' + '),
  }));
  console.table(rows);
  const ours = proxies.find(({ name }) => name === 'seaworthy');
  for (const peer of proxies)
    if (ours && peer !== ours)
      console.log(`seaworthy / ${peer.name}, per core: ${(of(peer, 'cpuMicros') / of(ours, 'cpuMicros')).toFixed(2)}`);
  return rows;
}

/** The process and its children. */
function familyOf(pid) {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return [pid, ...children.map(Number)];
}

function stat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return [];
  }
}

function parentOf(pid) {
  return Number(stat(pid)[1]);
}

function cpuSeconds(pid) {
  const fields = stat(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// ---- the other processes of this benchmark

function target([port, size]) {
  const body = 'x'.repeat(size);
  const answer = Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Sat, 21 Nov 2026 23:00:00 GMT\r\nContent-Length: ${size}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n${body}`,
  );
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.on('data', (bytes) => bytes[bytes.length - 1] === 10 && socket.write(answer));
    socket.on('error', () => {});
  });
  server.listen(port, '127.0.0.1');
}

async function httpProxy([port, targetPort, workers]) {
  if (cluster.isPrimary) {
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    for (let i = 0; i < workers; i++) cluster.fork();
    process.on('SIGTERM', () => process.exit());
    return;
  }
  const { default: httpProxyPackage } = await import('http-proxy');
  const agent = new http.Agent({ keepAlive: true });
  const proxy = httpProxyPackage.createProxyServer({ target: `http://127.0.0.1:${targetPort}`, agent, xfwd: true });
  http
    .createServer((request, response) => proxy.web(request, response, () => response.writeHead(502).end()))
    .listen(port, '127.0.0.1');
}

/** Closed loop: each client asks again as soon as it has its answer. */
async function load([port, clients, ms]) {
  const request = Buffer.from(
    'GET /api/events?limit=10 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: bench/1.0 (linux)\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n\r\n',
  );
  const latencies = [];
  let [requests, failed] = [0, 0];
  for (let i = 0; i < clients; i++) ask(net.connect({ port, host: '127.0.0.1', noDelay: true }));
  await new Promise((resolve) => setTimeout(resolve, ms));
  latencies.sort((a, b) => a - b);
  process.send({ requests, failed, p99Ms: latencies[Math.floor(latencies.length * 0.99)] }, () => process.exit());

  function ask(socket) {
    let [sentMs, got, whole] = [0, 0, 0];
    const next = () => {
      sentMs = performance.now();
      [got, whole] = [0, 0];
      socket.write(request);
    };
    socket.on('connect', next);
    socket.on('error', () => failed++);
    socket.on('data', (bytes) => {
      if (whole === 0) {
        const head = bytes.latin1Slice(0, Math.min(bytes.length, 800));
        if (!head.startsWith('HTTP/1.1 200')) failed++;
        whole = head.indexOf('\r\n\r\n') + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      }
      got += bytes.length;
      if (got < whole) return;
      requests++;
      latencies.push(performance.now() - sentMs);
      next();
    });
  }
}

const [, , role] = process.argv;
const roles = { target, load, 'http-proxy': httpProxy };
if (Object.hasOwn(roles, role)) await roles[role](process.argv.slice(3).map(Number));
else {
  const { out, ...values } = parseArgs({ options: { ...options, out: { type: 'string' } } }).values;
  const rows = await main(values);
  if (out) writeFileSync(out, JSON.stringify(rows));
}
