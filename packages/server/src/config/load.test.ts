import { describe, expect, it } from 'vitest';
import type { ConfigSources } from './load.ts';
import { loadConfiguration } from './load.ts';
import { configOptions } from './option-table.ts';

const page = `
service: doorbell
environment: \${DEPLOYMENT_ENV:-local}
runtime:
  kind: process
  command: [node, server.js]
  instances: 2
  env: {LOG_LEVEL: info, API_TOKEN: hush}
  stopTimeout: 10s
  resources: {cpu: 500m, memory: 512Mi}
traffic:
  kind: builtin
  listen: 8080
  drainTimeout: 30s
  balance: round-robin
health: {path: /health, readiness: /readiness, interval: 5s, timeout: 10s, deadline: 300s}
release:
  strategy: blue-green
  settle: 2s
  canary: {steps: [{weight: 5%, pause: 30s}, {weight: 25%, pause: 30s}, {weight: 50%, pause: 30s}]}
  validation: [{http: GET /readiness, status: 200}, {command: [npm, run, smoke]}]
  source: .
  version: 1.10
  analysis: {window: 60s, interval: 5s, errorRate: 10%, latencyRatio: 2, minRequests: 20, onInconclusive: complete, queries: []}
  keepPrevious: 10m
  migrate: {command: [npm, run, migrate], pauseTraffic: true}
metrics: {path: /metrics, interval: 15s}
rules: [rules/*.yaml]
alerting: alertmanager.yaml
escalations: {first: anna}
slos: [{name: up, objective: 99.9%, availability: true}]
scaling: {max: 3}
backups: {daily: 02:00}
maintenance: {}
runbooks: [runbooks/*.md]
retention: {logs: 90d}
`;
const minimal = 'service: bell\nruntime:\n  command: [node, server.js]\n';

function load(text: string, over: Partial<ConfigSources> = {}) {
  const readFile = (path: string): string => {
    if (path.endsWith('seaworthy.yaml')) return text;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  };
  return loadConfiguration({ file: 'bell/seaworthy.yaml', cwd: '/home/anna', env: {}, readFile, ...over });
}

describe('seaworthy.yaml', () => {
  it('is read as the interface page shows it, every key', () => {
    expect(load(page).service).toMatchInlineSnapshot(`
      {
        "alertingFile": "/home/anna/bell/alertmanager.yaml",
        "approvals": {
          "breakGlass": true,
          "rules": [],
        },
        "audit": {
          "checkpoints": {
            "intervalMs": 60000,
            "sinks": [],
          },
          "criticalFile": true,
          "maxBytes": 1073741824,
          "minimumMs": 7776000000,
          "retentionMs": 7776000000,
        },
        "dashboards": [],
        "directory": "/home/anna/bell",
        "environment": "local",
        "file": "/home/anna/bell/seaworthy.yaml",
        "forward": {
          "otlp": [],
        },
        "health": {
          "deadlineMs": 300000,
          "intervalMs": 5000,
          "path": "/health",
          "readinessPath": "/readiness",
          "timeoutMs": 10000,
        },
        "logs": {
          "maxBytes": 1073741824,
          "retentionMs": 604800000,
        },
        "metrics": {
          "bodySizeLimitBytes": 67108864,
          "connectivity": undefined,
          "fileSd": [],
          "honorLabels": false,
          "honorTimestamps": true,
          "intervalMs": 15000,
          "metricRelabel": [],
          "path": "/metrics",
          "probes": [],
          "relabel": [],
          "remoteWrite": [],
          "sampleLimit": 0,
          "targets": [],
          "timeoutMs": 10000,
        },
        "release": {
          "analysis": {
            "errorRate": 0.1,
            "intervalMs": 5000,
            "latencyRatio": 2,
            "minRequests": 20,
            "onInconclusive": "complete",
            "windowMs": 60000,
          },
          "canary": {
            "steps": [
              {
                "pauseMs": 30000,
                "weight": 0.05,
              },
              {
                "pauseMs": 30000,
                "weight": 0.25,
              },
              {
                "pauseMs": 30000,
                "weight": 0.5,
              },
            ],
          },
          "keepPreviousMs": 600000,
          "migrate": {
            "command": [
              "npm",
              "run",
              "migrate",
            ],
            "pauseTraffic": true,
            "timeoutMs": 300000,
          },
          "settleMs": 2000,
          "source": "/home/anna/bell",
          "strategy": "blue-green",
          "validation": [
            {
              "kind": "http",
              "method": "GET",
              "path": "/readiness",
              "status": 200,
              "timeoutMs": 30000,
            },
            {
              "command": [
                "npm",
                "run",
                "smoke",
              ],
              "kind": "command",
              "timeoutMs": 600000,
            },
          ],
          "version": "1.10",
        },
        "rules": {
          "files": [
            "/home/anna/bell/rules/*.yaml",
          ],
          "presets": [],
        },
        "runtime": {
          "command": [
            "node",
            "server.js",
          ],
          "env": {
            "API_TOKEN": "hush",
            "LOG_LEVEL": "info",
          },
          "inject": [],
          "instances": 2,
          "kind": "process",
          "stopTimeoutMs": 10000,
        },
        "service": "doorbell",
        "silences": {
          "commentRequired": false,
          "maximumCount": 1000,
          "maximumMs": 2592000000,
          "ownerRequired": true,
        },
        "slos": [
          {
            "annotations": {},
            "description": undefined,
            "indicator": {
              "kind": "availability",
            },
            "labels": {},
            "minRequests": 100,
            "name": "up",
            "objective": 0.999,
            "page": {
              "annotations": {},
              "labels": {},
              "severity": "critical",
            },
            "ticket": {
              "annotations": {},
              "labels": {},
              "severity": "warning",
            },
            "windowMs": 2592000000,
          },
        ],
        "statusPage": undefined,
        "traces": {
          "longestMs": 60000,
          "maxBytes": 268435456,
          "pendingBytes": 8388608,
          "quietMs": 10000,
          "retentionMs": 259200000,
          "sampling": {
            "errors": true,
            "ratio": 1,
            "slowMs": 1000,
          },
          "span": {
            "attributes": 128,
            "events": 128,
            "links": 128,
            "spanLength": 65536,
            "valueLength": 4096,
          },
          "spansPerTrace": 5000,
        },
        "traffic": {
          "balance": "round-robin",
          "drainTimeoutMs": 30000,
          "kind": "builtin",
          "listen": {
            "host": "127.0.0.1",
            "port": 8080,
          },
        },
      }
    `);
  });

  it('needs a name and a command only', () => {
    const { service, server } = load(minimal);
    expect({ ...service, ...server }).toMatchInlineSnapshot(`
      {
        "access": {
          "changesPerMinute": 300,
          "lockout": {
            "firstWaitMs": 1000,
            "freeTries": 5,
            "longestWaitMs": 900000,
          },
          "oidc": undefined,
          "secondFactorFor": [],
          "signInsPerMinute": 10,
        },
        "alertingFile": undefined,
        "allowedHosts": [],
        "approvals": {
          "breakGlass": true,
          "rules": [],
        },
        "audit": {
          "checkpoints": {
            "intervalMs": 60000,
            "sinks": [],
          },
          "criticalFile": true,
          "maxBytes": 1073741824,
          "minimumMs": 7776000000,
          "retentionMs": 7776000000,
        },
        "consoleDir": undefined,
        "dashboards": [],
        "directory": "/home/anna/bell",
        "environment": "local",
        "file": "/home/anna/bell/seaworthy.yaml",
        "forward": {
          "otlp": [],
        },
        "health": {
          "deadlineMs": 300000,
          "intervalMs": 5000,
          "path": "/health",
          "readinessPath": "/readiness",
          "timeoutMs": 10000,
        },
        "kubernetes": {
          "ca": "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
          "namespace": "default",
          "timeoutMs": 5000,
          "tokenFile": "/var/run/secrets/kubernetes.io/serviceaccount/token",
          "url": "https://kubernetes.default.svc",
        },
        "listen": {
          "host": "127.0.0.1",
          "port": 7070,
        },
        "log": {
          "format": "auto",
          "level": "info",
        },
        "logs": {
          "maxBytes": 1073741824,
          "retentionMs": 604800000,
        },
        "masterKeyFile": "/home/anna/.seaworthy/keys/master.key",
        "metrics": {
          "bodySizeLimitBytes": 67108864,
          "connectivity": undefined,
          "fileSd": [],
          "honorLabels": false,
          "honorTimestamps": true,
          "intervalMs": 15000,
          "metricRelabel": [],
          "path": "/metrics",
          "probes": [],
          "relabel": [],
          "remoteWrite": [],
          "sampleLimit": 0,
          "targets": [],
          "timeoutMs": 10000,
        },
        "onStart": "deploy",
        "ownKeys": {
          "masterKey": undefined,
          "masterPassphrase": undefined,
          "previousMasterKey": undefined,
          "previousMasterPassphrase": undefined,
          "vaultSecretId": undefined,
          "vaultToken": undefined,
        },
        "proxySocket": "/home/anna/.seaworthy/run/proxy.sock",
        "proxyWorkers": undefined,
        "release": {
          "analysis": {
            "errorRate": 0.1,
            "intervalMs": 5000,
            "latencyRatio": 2,
            "minRequests": 20,
            "onInconclusive": "complete",
            "windowMs": 60000,
          },
          "canary": {
            "steps": [
              {
                "pauseMs": 30000,
                "weight": 0.05,
              },
              {
                "pauseMs": 30000,
                "weight": 0.25,
              },
              {
                "pauseMs": 30000,
                "weight": 0.5,
              },
            ],
          },
          "keepPreviousMs": 600000,
          "migrate": undefined,
          "settleMs": 2000,
          "source": undefined,
          "strategy": "blue-green",
          "validation": [],
          "version": undefined,
        },
        "rules": {
          "files": [],
          "presets": [
            "seaworthy",
          ],
        },
        "runtime": {
          "command": [
            "node",
            "server.js",
          ],
          "env": {},
          "inject": [],
          "instances": 1,
          "kind": "process",
          "stopTimeoutMs": 10000,
        },
        "service": "bell",
        "silences": {
          "commentRequired": false,
          "maximumCount": 1000,
          "maximumMs": 2592000000,
          "ownerRequired": true,
        },
        "slos": [],
        "stateDir": "/home/anna/.seaworthy",
        "statusPage": undefined,
        "tls": undefined,
        "traces": {
          "longestMs": 60000,
          "maxBytes": 268435456,
          "pendingBytes": 8388608,
          "quietMs": 10000,
          "retentionMs": 259200000,
          "sampling": {
            "errors": true,
            "ratio": 1,
            "slowMs": 1000,
          },
          "span": {
            "attributes": 128,
            "events": 128,
            "links": 128,
            "spanLength": 65536,
            "valueLength": 4096,
          },
          "spansPerTrace": 5000,
        },
        "traffic": {
          "balance": "round-robin",
          "drainTimeoutMs": 30000,
          "kind": "builtin",
          "listen": {
            "host": "127.0.0.1",
            "port": 8080,
          },
        },
        "vault": undefined,
      }
    `);
  });

  it('is shown with secrets hidden and the source of each value', () => {
    const { printable } = load(page, { env: { DEPLOYMENT_ENV: 'staging' }, flags: { '--listen': '7171' } });
    expect(JSON.stringify(printable)).not.toContain('hush');
    expect(printable.environment).toBe('staging');
    expect(printable.sources).toMatchObject({
      service: 'bell/seaworthy.yaml:2',
      environment: 'env DEPLOYMENT_ENV',
      'server.listen.port': 'flag --listen',
      'server.log.level': 'default',
    });
  });
});

describe('a setting of the server', () => {
  const withSection = `${minimal}server:\n  listen: 7171\n  stateDir: state\n`;
  it.each([
    ['its default', minimal, {}, 7070],
    ['the file', withSection, {}, 7171],
    ['a flat variable over the file', withSection, { env: { SEAWORTHY_LISTEN: '7272' } }, 7272],
    ['a nested variable over the file', withSection, { env: { SEAWORTHY__LISTEN: '7373' } }, 7373],
    [
      'a flag over all of them',
      withSection,
      { env: { SEAWORTHY_LISTEN: '7272', SEAWORTHY__SERVER__LISTEN: '7474' }, flags: { '--listen': '7575' } },
      7575,
    ],
    ['port 0, any free one', minimal, { flags: { '--listen': '127.0.0.1:0' } }, 0],
  ])('comes from %s', (_, text, over, port) => {
    expect(load(text, over).server.listen).toEqual({ host: '127.0.0.1', port });
  });

  it('that is a path is relative to the file when it stands there, else to the working folder', () => {
    expect(load(withSection).server.stateDir).toBe('/home/anna/bell/state');
    expect(load(minimal).server.stateDir).toBe('/home/anna/.seaworthy');
    const { stateDir, proxySocket } = load(withSection, { flags: { '--state-dir': 'other' } }).server;
    expect([stateDir, proxySocket]).toEqual(['/home/anna/other', '/home/anna/other/run/proxy.sock']);
  });

  it('opens the server to others only when that is said twice', () => {
    const flags = { '--listen': '0.0.0.0:7070' };
    expect(() => load(minimal, { flags })).toThrow('server.allowRemote');
    const { listen } = load(minimal, { flags: { ...flags, '--allow-remote': 'true' } }).server;
    expect(listen.host).toBe('0.0.0.0');
  });

  it('of the command line is no setting of ours', () => {
    expect(() => load(minimal, { env: { SEAWORTHY_TOKEN: 't', SEAWORTHY_URL: 'u' } })).not.toThrow();
  });
});

describe('config options', () => {
  it('lists every setting with its type, default, all names and help', async () => {
    const lines = configOptions().map(({ path, type, default: value, required, flag, variables, help }) =>
      [path, type, required ? '(required)' : (value ?? '-'), [flag, ...variables].join(' ').trim(), help].join(' | '),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('testdata/options.txt');
    expect(configOptions().filter(({ help }) => help === '')).toEqual([]);
  });
});
