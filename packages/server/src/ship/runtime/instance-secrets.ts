/** What one instance, or one command beside it, got of its secrets. */
export interface HandedSecrets {
  /** Variables with the values, and with the paths of files. Never stored, never shown. */
  readonly env: Readonly<Record<string, string>>;
  /** The text without any of the values. */
  masked(text: string): string;
}

/** Gives instances their secrets. Nothing here or behind it stores a value or tells one. */
export interface InstanceSecrets {
  /** Why they cannot all be had now, or not beside that environment; empty when they can. */
  problems(env: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly string[]>;
  /** Reads every secret anew, and writes those that are files for whoever has that id. Throws when one cannot be had. */
  hand(id: string, signal?: AbortSignal): Promise<HandedSecrets>;
  /** Removes the files. Idempotent. */
  takeBack(id: string): Promise<void>;
  /** Removes the files of all others: what a crash left. */
  takeBackAllBut(ids: readonly string[]): Promise<void>;
}

/** For a service without secrets. */
export const noSecrets: InstanceSecrets = {
  problems: async () => [],
  hand: async () => ({ env: {}, masked: (text) => text }),
  takeBack: async () => undefined,
  takeBackAllBut: async () => undefined,
};
