import type { z } from 'zod';
import type { Notification } from '../notifications/notification.ts';
import type { Attempt, Integration, SendResult } from '../notifications/receiver.ts';
import type { CommonConfig } from './entry-config.ts';
import type { Completion, FromGlobals, Globals } from './globals.ts';
import { complete } from './globals.ts';
import { SendError } from './send-error.ts';
import type { Expand } from './texts/texts.ts';
import { Texts } from './texts/texts.ts';
import type { Tools } from './tools.ts';

/** One attempt's surroundings. */
export interface Sending extends Attempt, Tools {
  /** The texts of this notification, templates expanded. */
  readonly texts: Texts;
}

/** Gives nothing when it was sent; throws SendError when it was not. */
export type Send<C> = (notification: Notification, config: C, sending: Sending) => Promise<void>;

export interface KindDefinition<C extends CommonConfig> {
  readonly channel: string;
  /** Its key in a receiver. */
  readonly section: `${string}_configs`;
  readonly Config: z.ZodType<C>;
  /** What may also stand in `global:`. */
  readonly fromGlobals?: readonly FromGlobals[];
  readonly send: Send<C>;
  readonly acknowledge?: Send<C>;
  /** More than one where each has to be told by itself, and may fail by itself. */
  readonly split?: (config: C) => readonly C[];
}

/** A kind of integration, whatever its configuration looks like. */
export interface Kind {
  readonly channel: string;
  readonly section: `${string}_configs`;
  readonly Config: z.ZodType<CommonConfig>;
  /** Adds what `global:` says, and tells what is missing then. `config` is what `Config` has read. */
  complete(config: CommonConfig, globals: Globals): Completion;
  /** Makes an entry ready to send. `name` is which one of the receiver it is: `slack[0]`. */
  bind(config: CommonConfig, name: string, tools: Tools): readonly Integration[];
}

export function defineKind<C extends CommonConfig>(definition: KindDefinition<C>): Kind {
  const { channel, section, Config, fromGlobals = [], split = (config: C) => [config] } = definition;
  return {
    channel,
    section,
    Config,
    complete: (config, globals) => complete(config, fromGlobals, globals),
    bind(config, name, tools) {
      // `Config` has read it: that is the contract of `bind`.
      const parts = split(config as C);
      if (parts.length === 1) return parts.map((part) => bind(definition, part, name, tools));
      return parts.map((part, place) => ({ ...bind(definition, part, `${name}.${place}`, tools), entry: name }));
    },
  };
}

function bind<C extends CommonConfig>(
  { channel, send, acknowledge }: KindDefinition<C>,
  config: C,
  name: string,
  tools: Tools,
): Integration {
  const attempting = (work: Send<C>) => (notification: Notification, attempt: Attempt) =>
    settle(notification, tools.expand, (texts) => work(notification, config, { ...tools, ...attempt, texts }));
  return {
    name,
    channel,
    sendResolved: config.send_resolved,
    ...(config.timeout ? { timeoutMs: config.timeout } : {}),
    send: attempting(send),
    ...(acknowledge ? { acknowledge: attempting(acknowledge) } : {}),
  };
}

async function settle(
  notification: Notification,
  expand: Expand,
  work: (texts: Texts) => Promise<void>,
): Promise<SendResult> {
  const texts = new Texts(notification, expand);
  try {
    await work(texts);
    return texts.note === undefined ? { outcome: 'sent' } : { outcome: 'sent', note: texts.note };
  } catch (error) {
    if (error instanceof SendError) return error.failure;
    throw error;
  }
}
