import type { CallOutput } from '@seaworthy/api';

export interface ConfigHandlerParts {
  readonly drift: { read(): CallOutput<'configDrift'>; running(): RunningConfig };
  readonly reload: () => Promise<{ readonly needsRestart: readonly string[] }>;
}

type RunningConfig = Readonly<Omit<CallOutput<'config'>, 'sources'>> & {
  readonly sources: Readonly<Record<string, string>>;
};

/** What the control plane was told, and what it would be told now. */
export function createConfigHandlers({ drift, reload }: ConfigHandlerParts) {
  return {
    config() {
      const { environment, values, sources } = drift.running();
      return { environment, values, sources: { ...sources } };
    },
    configDrift: () => drift.read(),
    reloadConfig: async () => ({ needsRestart: [...(await reload()).needsRestart] }),
  };
}
