type Texts = Readonly<Record<string, string>>;

interface RuleDefinitionBase {
  readonly name: string;
  /** As written. */
  readonly expr: string;
  /** Texts that may be templates; those of the group are among them. */
  readonly labels: Texts;
}

export interface RecordingDefinition extends RuleDefinitionBase {
  readonly type: 'recording';
}

export interface AlertingDefinition extends RuleDefinitionBase {
  readonly type: 'alerting';
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly annotations: Texts;
}

export type RuleDefinition = RecordingDefinition | AlertingDefinition;

/** Rules that are evaluated one after the other, at the same time each. */
export interface GroupDefinition {
  readonly file: string;
  readonly name: string;
  /** Undefined: the default of the configuration. */
  readonly intervalMs: number | undefined;
  /** How far back its queries look, so that late samples are there. */
  readonly queryOffsetMs: number | undefined;
  /** So many alerts or series a rule may give; 0 or less is no limit. */
  readonly limit: number;
  readonly rules: readonly RuleDefinition[];
}
