import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ownInstance, ownService, proxyInstance } from '../own-lines.ts';
import type { Writer } from './record-joiner.ts';

/** A log file that somebody writes, and that is set aside as `<file>.1`, `<file>.2`, older with each number. */
export interface Source extends Writer {
  /** Name of the file in the log folder. */
  readonly name: string;
  /** Numbers of those set aside, youngest first. */
  readonly aside: readonly number[];
}

/** One file at one moment. */
export interface Generation {
  readonly path: string;
  readonly inode: number;
  readonly bytes: number;
}

/** What instances and we ourselves write, also of instances that are gone. `errors.log` repeats what `server.log` says. */
export async function findSources(folder: string, service: string): Promise<Source[]> {
  const names = await readdir(folder).catch(() => []);
  const instance = new RegExp(`^(${service}-(?:blue|green)-\\d+-\\w+)\\.log$`);
  const aside = numbersByName(names);
  const bases = new Set([...names.filter((name) => name.endsWith('.log')), ...aside.keys()]);
  return [...bases].flatMap((name): Source[] => {
    const writer = writerOf(name, instance, service);
    return writer === undefined ? [] : [{ ...writer, name, aside: aside.get(name) ?? [] }];
  });
}

function writerOf(name: string, instance: RegExp, service: string): Writer | undefined {
  if (name === 'server.log') return { service: ownService, instance: ownInstance };
  if (name === 'proxy.log') return { service: ownService, instance: proxyInstance };
  const id = instance.exec(name)?.[1];
  return id === undefined ? undefined : { service, instance: id };
}

function numbersByName(names: readonly string[]): Map<string, number[]> {
  const numbers = new Map<string, number[]>();
  for (const name of names) {
    const [, base, number] = /^(.+\.log)\.([1-9]\d{0,3})$/.exec(name) ?? [];
    if (base !== undefined) numbers.set(base, [...(numbers.get(base) ?? []), Number(number)]);
  }
  for (const each of numbers.values()) each.sort((a, b) => a - b);
  return numbers;
}

/** The file that is written now; undefined when it is not there (yet). */
export function presentOf(folder: string, { name }: Pick<Source, 'name'>): Promise<Generation | undefined> {
  return generationAt(join(folder, basename(name)));
}

/** Those set aside, youngest first. */
export async function asideOf(folder: string, { name, aside }: Source): Promise<Generation[]> {
  const found = await Promise.all(aside.map((number) => generationAt(join(folder, `${name}.${number}`))));
  return found.filter((each) => each !== undefined);
}

async function generationAt(path: string): Promise<Generation | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && { path, inode: found.ino, bytes: found.size };
}
