import { EventEmitter } from 'node:events';
import type { Context as ApiContext, Span as ApiSpan, ContextManager } from '@opentelemetry/api';
import type { Context } from '../context/context.ts';
import { currentContext, inContext } from '../context/context.ts';
import { currentBaggage, currentSpan, spanFields, withoutSpan } from './active-span.ts';
import { carryContext } from './carry-context.ts';
import type { Api } from './opentelemetry-api.ts';
import { baggageText, parseBaggage } from './opentelemetry-baggage.ts';
import { PassingSpan } from './passing-span.ts';
import { RecordingSpan } from './recording-span.ts';
import type { Span } from './span.ts';

const apiContext = Symbol('OpenTelemetry context');

/** Lets OpenTelemetry's contexts ride in the kit's, so that both always speak of the same span. */
export function createContextManager(api: Api): ContextManager {
  const manager: ContextManager = {
    active: () => toApi(api, currentContext()),
    with: (context, run, thisArg, ...args) => inContext(fromApi(api, context), () => run.apply(thisArg, args)),
    bind: (context, target) => bind(fromApi(api, context), target),
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

/** A span of ours, or one that carries the same identity. */
export function kitSpan(span: ApiSpan): Span {
  if (span instanceof RecordingSpan || span instanceof PassingSpan) return span;
  return new PassingSpan(span.spanContext());
}

/** The kit's context is the truth: a span that it was given since is put over the one in OpenTelemetry's. */
function toApi(api: Api, context: Context): ApiContext {
  const base = (context[apiContext] as ApiContext | undefined) ?? api.ROOT_CONTEXT;
  const span = currentSpan(context);
  const baggage = api.propagation.getBaggage(base) ? undefined : parseBaggage(api, currentBaggage(context));
  const withBaggage = baggage ? api.propagation.setBaggage(base, baggage) : base;
  return span === undefined || api.trace.getSpan(base) === span ? withBaggage : api.trace.setSpan(withBaggage, span);
}

function fromApi(api: Api, context: ApiContext): Context {
  const span = api.trace.getSpan(context);
  const present = { ...withoutSpan(currentContext()), [apiContext]: context };
  if (span === undefined) return present;
  return { ...present, ...spanFields(kitSpan(span), baggageText(api.propagation.getBaggage(context))) };
}

function bind<T>(context: Context, target: T): T {
  if (target instanceof EventEmitter) {
    carryContext(target, context);
    return target;
  }
  if (typeof target !== 'function') return target;
  const bound = function (this: unknown, ...args: unknown[]): unknown {
    return inContext(context, () => target.apply(this, args));
  };
  return bound as T;
}
