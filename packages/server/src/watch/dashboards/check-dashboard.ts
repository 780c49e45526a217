import { selectorMistake } from './check-query.ts';

type Path = (string | number)[];
type Tell = (path: Path, message: string, fix: string) => void;

export interface Context {
  addIssue(issue: { code: 'custom'; path: Path; message: string; params: { fix: string } }): void;
}

interface GivenPanel {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly thresholds: readonly { readonly value: number }[];
  readonly queries: readonly { readonly legend?: string | undefined }[];
}

interface GivenDashboard {
  readonly variables: readonly { readonly name: string }[];
  readonly panels?: unknown;
  readonly rows?: unknown;
}

/** Rules about values of one panel that are each fine alone. */
export function checkPanel({ min, max, thresholds, queries }: GivenPanel, context: Context): void {
  const tell = teller(context);
  if (min !== undefined && max !== undefined && min >= max) tell(['max'], 'is not above min', 'Write a larger one.');
  for (const [index, { value }] of thresholds.entries()) {
    if (index === 0 || value > (thresholds[index - 1]?.value ?? -Infinity)) continue;
    tell(['thresholds', index, 'value'], 'is not above the one before it', 'Write them in ascending order.');
  }
  for (const [index, { legend }] of queries.entries()) {
    const wrong = [...(legend ?? '').matchAll(/\{\{(.*?)\}\}/g)].find(([, name = '']) => !isLabelName(name.trim()));
    if (wrong === undefined) continue;
    const fix = 'Write the name of a label between {{ and }}.';
    tell(['queries', index, 'legend'], `${wrong[0]} names no label`, fix);
  }
}

export function checkDashboard({ variables, panels, rows }: GivenDashboard, context: Context): void {
  const tell = teller(context);
  if (panels === undefined && rows === undefined) tell([], 'has no panels', 'Add panels: or rows:.');
  if (panels !== undefined && rows !== undefined) tell(['panels'], 'stands beside rows', 'Keep one of them.');
  for (const [index, { name }] of variables.entries()) {
    if (variables.findIndex((each) => each.name === name) !== index) {
      tell(['variables', index, 'name'], `the name "${name}" is there twice`, 'Give each a name of its own.');
    }
  }
}

export function checkSelector(selector: string, context: Context): void {
  const mistake = selectorMistake(selector);
  if (mistake !== undefined) teller(context)([], mistake.message, mistake.fix);
}

function teller(context: Context): Tell {
  return (path, message, fix) => context.addIssue({ code: 'custom', path, message, params: { fix } });
}

function isLabelName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}
