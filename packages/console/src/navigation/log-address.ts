import type { SearchPatch } from './address.ts';

/** Which log lines are meant; all that is given must hold. */
export interface LogPlace {
  /** Anywhere in the line. */
  readonly text?: string | undefined;
  /** The text is a regular expression. */
  readonly isRegex?: boolean;
  /** This level or a graver one. */
  readonly level?: string | undefined;
  /** An instance's id, or a slot; `seaworthy` and `proxy` are the control plane's own. */
  readonly instance?: string | undefined;
  readonly service?: string | undefined;
  readonly trace?: string | undefined;
  /** Conditions on fields: `status>=500 user`. */
  readonly q?: string | undefined;
  /** Without a time: the last 15 minutes, as they go on. */
  readonly time?:
    | { readonly last: string }
    | { readonly startMs: number; readonly endMs: number }
    /** What stands before and after this moment. */
    | { readonly aroundMs: number }
    | undefined;
}

/** A way to the log lines of a place: `<PageLink {...logsAddress({instance, time})}>`. */
export function logsAddress({ isRegex = false, time, ...place }: LogPlace): { to: string; search: SearchPatch } {
  return { to: '/logs', search: { ...place, regex: isRegex ? 'yes' : undefined, ...wordsOf(time) } };
}

function wordsOf(time: LogPlace['time']): SearchPatch {
  if (time === undefined) return {};
  if ('last' in time) return { last: time.last };
  if ('aroundMs' in time) return { around: String(Math.round(time.aroundMs)) };
  return { from: String(Math.floor(time.startMs)), to: String(Math.ceil(time.endMs)) };
}
