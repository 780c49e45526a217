import type { EventEmitter } from 'node:events';
import type { Context } from '../context/context.ts';
import { inContext } from '../context/context.ts';

/**
 * Listeners of this emitter run in `context`. A request's `data` and `end` come from the socket, which knows nothing of
 * the request; body parsers that listen to them would lose the context of the handler that they call.
 */
export function carryContext(emitter: EventEmitter, context: Context): void {
  const emit = emitter.emit.bind(emitter);
  emitter.emit = (...args: Parameters<EventEmitter['emit']>) => inContext(context, () => emit(...args));
}
