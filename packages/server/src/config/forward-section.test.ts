import { ConfigError } from '@seaworthy/kit/config';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from './load.ts';

function load(section: string) {
  const text = `service: bell\nruntime:\n  command: [node, server.js]\n${section}`;
  const readFile = (path: string): string => {
    if (path.endsWith('seaworthy.yaml')) return text;
    if (path === '/run/key') return 'geheim\n';
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  };
  return loadConfiguration({ file: 'bell/seaworthy.yaml', cwd: '/home/anna', env: { KEY: 'secret2' }, readFile });
}

describe('forward', () => {
  it('sends nothing on until it is asked to', () => {
    expect(load('').service.forward).toEqual({ otlp: [] });
  });

  it('sends logs and traces to a collector that is named', () => {
    const { forward } = load('forward: {otlp: [{endpoint: "http://collector:4318/"}]}').service;
    expect(forward.otlp).toEqual([
      {
        endpoint: 'http://collector:4318',
        headers: {},
        signals: ['traces', 'logs'],
        encoding: 'protobuf',
        compression: 'gzip',
        timeoutMs: 10_000,
        queueItems: 10_000,
        queueBytes: 8 * 2 ** 20,
        batchItems: 512,
        batchWaitMs: 2_000,
      },
    ]);
  });

  it('takes headers from files and variables, and never shows them', () => {
    const headers = '{x-api-key: "${file:/run/key}", Authorization: "Bearer ${KEY}", tenant: mine}';
    const config = load(`forward: {otlp: [{endpoint: "https://c:4318/otlp", headers: ${headers}}]}`);
    expect(config.service.forward.otlp[0]?.headers).toEqual({
      'x-api-key': 'geheim',
      Authorization: 'Bearer secret2',
      tenant: 'mine',
    });
    const shown = JSON.stringify(config.printable);
    for (const secret of ['geheim', 'secret2', 'mine']) expect(shown).not.toContain(secret);
  });

  it('may go to another program on this machine', () => {
    expect(load('forward: {otlp: [{endpoint: "http://127.0.0.1:4318"}]}').service.forward.otlp).toHaveLength(1);
  });

  it.each([
    'endpoint: "collector:4318"',
    'endpoint: "http://me:pw@collector:4318"',
    'endpoint: "http://collector:4318?key=x"',
    'endpoint: "grpc://collector:4317"',
    'endpoint: "http://127.0.0.1:7070"',
    'endpoint: "http://localhost:7070/x"',
    'endpoint: "http://c:1", signals: [profiles]',
    'endpoint: "http://c:1", signals: []',
    'endpoint: "http://c:1", encoding: thrift',
    'endpoint: "http://c:1", headers: {Content-Type: x}',
    'endpoint: "http://c:1", headers: {"a b": x}',
    'endpoint: "http://c:1", queue: 5',
    'headers: {}',
  ])('{%s} is refused', (receiver) => {
    expect(() => load(`forward: {otlp: [{${receiver}}]}`)).toThrow(ConfigError);
  });
});
