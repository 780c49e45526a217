import { suggest } from '@seaworthy/kit/config';
import type { z } from 'zod';
import type { CommonConfig } from './entry-config.ts';
import { Globals } from './globals.ts';
import type { Kind } from './kind.ts';
import { kinds, unknownSections } from './registry.ts';

/** What is wrong with one entry of a receiver. */
export interface SettingsProblem {
  /** From the entry to the member, such as `http_config.tls_config`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

export type Settings = Readonly<Record<string, unknown>>;

/** For whoever reads the configuration: `channel` is the section's name without `_configs`. */
export function checkSettings(channel: string, settings: Settings, global: Settings): readonly SettingsProblem[] {
  return readSettings(channel, settings, global).problems;
}

export interface ReadSettings {
  /** Undefined when there are problems. */
  readonly entry?: { readonly kind: Kind; readonly config: CommonConfig };
  readonly problems: readonly SettingsProblem[];
}

/** An entry as it was written, with what `global:` adds. */
export function readSettings(channel: string, settings: Settings, global: Settings): ReadSettings {
  const section = `${channel}_configs`;
  const kind = kinds.find((one) => one.section === section);
  if (kind === undefined) {
    const fix = unknownSections[section] ?? `Known are ${kinds.map((one) => one.section).join(', ')}.`;
    return { problems: [{ path: '', message: `${section} is not supported`, fix }] };
  }
  const parsed = parse(kind.Config, settings);
  if (!parsed.success) return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, kind.Config)) };
  const { config, problems } = kind.complete(parsed.data, readGlobals(global));
  if (problems.length === 0) return { entry: { kind, config }, problems: [] };
  return { problems: problems.map((message) => ({ path: '', message, fix: 'Add it in one of these places.' })) };
}

/** What is wrong with `global:` is told by whoever reads it; a member that is no good counts as not written. */
function readGlobals(global: Settings): Globals {
  const parsed = parse(Globals, global);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return Globals.parse(Object.fromEntries(Object.entries(global).filter(([key]) => !wrong.has(key))));
}

/** YAML makes a number of `1234`, where Alertmanager takes the text that was written: so does this. */
function parse<T>(schema: z.ZodType<T>, settings: Settings): z.ZodSafeParseResult<T> {
  const first = schema.safeParse(settings);
  if (first.success) return first;
  const copy = structuredClone(settings);
  const texts = first.error.issues.filter((issue) => issue.code === 'invalid_type' && issue.expected === 'string');
  for (const { path } of texts) writeAsText(copy, path);
  return schema.safeParse(copy);
}

function writeAsText(root: unknown, path: readonly PropertyKey[]): void {
  const owner = path.slice(0, -1).reduce((value, key) => (value as Record<PropertyKey, unknown>)[key], root);
  const record = owner as Record<PropertyKey, unknown>;
  const key = path.at(-1) ?? '';
  if (['number', 'boolean'].includes(typeof record[key])) record[key] = String(record[key]);
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType): SettingsProblem[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') {
    return [{ path, message: `is not right: ${issue.message}`, fix: 'See the reference of this receiver.' }];
  }
  const known = path === '' ? Object.keys((schema as z.ZodObject).shape ?? {}) : [];
  return issue.keys.map((key) => {
    const meant = suggest(key, known);
    const place = path === '' ? key : `${path}.${key}`;
    return { path: place, message: 'is not known here', fix: meant === undefined ? 'Remove it.' : `Write ${meant}.` };
  });
}
