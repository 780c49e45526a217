import { describe, expect, it } from 'vitest';
import { createHostCheck } from './host-check.ts';

describe('the Host header', () => {
  const onLoopback = createHostCheck({ listenHost: '127.0.0.1', allowedHosts: ['ops.example.com'] });
  it.each([
    ['127.0.0.1:7070', true],
    ['localhost:7070', true],
    ['LOCALHOST', true],
    ['[::1]:7070', true],
    ['ops.example.com', true],
    ['rebound.example', false],
    ['127.0.0.1.rebound.example:7070', false],
    ['localhost.rebound.example', false],
    ['', false],
    [undefined, false],
  ])('%s on loopback', (header, expected) => {
    expect(onLoopback(header)).toBe(expected);
  });

  it('is free on a public address, where no page can pretend to be local', () => {
    expect(createHostCheck({ listenHost: '0.0.0.0', allowedHosts: [] })('anything.example')).toBe(true);
  });
});
