export type { Context } from './context.ts';
export { currentContext, inContext, withContext } from './context.ts';
export type { Trace } from './traceparent.ts';
export { childTrace, formatTraceparent, newTrace, parseTraceparent } from './traceparent.ts';
