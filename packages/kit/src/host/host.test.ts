import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cpuMeter, cpuPercentBetween, readCpuTimes } from './cpu.ts';
import { readDisk } from './disk.ts';
import { readMemory } from './memory.ts';
import { countOpenFiles, countThreads } from './process.ts';

describe('processor use', () => {
  it('is the busy share between two readings', () => {
    expect(cpuPercentBetween({ busyMs: 100, totalMs: 1000 }, { busyMs: 350, totalMs: 2000 })).toBe(25);
    expect(cpuPercentBetween({ busyMs: 100, totalMs: 1000 }, { busyMs: 100, totalMs: 1000 })).toBeUndefined();
    expect(readCpuTimes().totalMs).toBeGreaterThan(0);
  });

  it('is unknown at first, then of the time since the last reading; readers close together see the same', () => {
    let times = { busyMs: 0, totalMs: 0 };
    const meter = cpuMeter(() => times);
    times = { busyMs: 10, totalMs: 20 };
    expect(meter()).toBeUndefined();
    times = { busyMs: 500, totalMs: 1000 };
    expect(meter()).toBe(50);
    times = { busyMs: 540, totalMs: 1040 };
    expect(meter()).toBe(50);
    times = { busyMs: 700, totalMs: 2000 };
    expect(meter()).toBe(20);
  });
});

describe('memory', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'kit-cgroup-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(path.join(root, name), `${text}\n`);

  it('is the container limit of cgroup version 2, without reclaimable cache', () => {
    write('memory.max', '536870912');
    write('memory.current', '200000000');
    write('memory.stat', 'anon 1\ninactive_file 50000000\nactive_file 7');
    expect(readMemory(root, 8e9)).toEqual({ usedBytes: 150_000_000, totalBytes: 536_870_912 });
  });

  it('is the container limit of cgroup version 1', () => {
    mkdirSync(path.join(root, 'memory'));
    write('memory/memory.limit_in_bytes', '1000');
    write('memory/memory.usage_in_bytes', '600');
    write('memory/memory.stat', 'inactive_file 1\ntotal_inactive_file 100');
    expect(readMemory(root, 8e9).totalBytes).toBe(1000);
  });

  it.each(['max', '9223372036854771712', ''])('is the machine when the limit is "%s"', (limit) => {
    write('memory.max', limit);
    write('memory.current', '5');
    expect(readMemory(root, 8e12).totalBytes).toBe(8e12);
  });
});

it('reads disks, open files and threads, and fails where there is nothing to read', async () => {
  const disk = await readDisk('/');
  expect(disk.usedPercent).toBeGreaterThan(0);
  expect(disk.usedPercent).toBeLessThanOrEqual(100);
  expect(disk.freeBytes).toBeLessThan(disk.totalBytes);
  await expect(readDisk('/no/such/place')).rejects.toThrow('ENOENT');
  expect(await countOpenFiles()).toBeGreaterThan(2);
  expect(await countThreads()).toBeGreaterThan(1);
});
