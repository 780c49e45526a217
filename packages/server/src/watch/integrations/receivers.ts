import type { Receiver } from '../notifications/receiver.ts';
import type { Settings } from './settings.ts';
import { readSettings } from './settings.ts';
import type { Tools } from './tools.ts';

/** A receiver as the configuration has it. */
export interface ReceiverSettings {
  readonly name: string;
  readonly integrations: readonly {
    /** `slack[0]`. */
    readonly name: string;
    /** `slack`. */
    readonly channel: string;
    readonly settings: Settings;
  }[];
}

/** Makes receivers ready to send. What `checkSettings` finds fault with is left out: it was told when it was read. */
export function buildReceivers(
  receivers: readonly ReceiverSettings[],
  global: Settings,
  tools: Tools,
): readonly Receiver[] {
  return receivers.map(({ name, integrations }) => ({
    name,
    integrations: integrations.flatMap((integration) => {
      const { entry } = readSettings(integration.channel, integration.settings, global);
      return entry?.kind.bind(entry.config, integration.name, tools) ?? [];
    }),
  }));
}
