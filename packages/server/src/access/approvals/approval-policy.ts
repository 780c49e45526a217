import type { ApprovalAct, Permission } from '@seaworthy/api';

/** What needs a second person here, and how it is asked for. Whoever asks never approves. */
export interface ApprovalPolicy {
  /** The first one that lists an act counts. */
  readonly rules: readonly ApprovalRule[];
  /** Whether those with `approvals:break-glass` may act at once, for a reason that they give. */
  readonly breakGlass: boolean;
}

export interface ApprovalRule {
  readonly acts: readonly ApprovalAct[];
  /** How many others must approve. */
  readonly approvers: number;
  /** After which nobody can approve any more. */
  readonly waitMs: number;
}

export const noApprovals: ApprovalPolicy = { rules: [], breakGlass: true };

type Input = Readonly<Record<string, unknown>>;

/** The routes that an act stands for; a dry run and the way back to the previous release are free. */
const actsOfRoutes: Readonly<Record<string, (input: Input) => ApprovalAct | undefined>> = {
  deploy: ({ body }) => (field(body, 'dryRun') === true ? undefined : 'deploy'),
  rollback: ({ body }) => (field(body, 'to') === undefined ? undefined : 'rollback'),
  abort: () => 'abort',
  reloadConfig: () => 'reload',
  addUser: () => 'users',
  changeUser: () => 'users',
  removeUser: () => 'users',
  resetUser: () => 'users',
  setRole: () => 'roles',
  removeRole: () => 'roles',
  setSecret: () => 'secrets',
  deleteSecret: () => 'secrets',
  rotateKeys: () => 'secrets',
  auditExport: () => 'export',
};

/** What stands beside the API's table, and needs a permission too. */
export const besideTheTable: Readonly<Record<string, Permission>> = { auditExport: 'audit:export' };

/** The rule that a call falls under; undefined when it may be made at once. */
export function ruleFor(
  { rules }: ApprovalPolicy,
  route: string,
  input: Input,
): { readonly act: ApprovalAct; readonly rule: ApprovalRule } | undefined {
  const act = Object.hasOwn(actsOfRoutes, route) ? actsOfRoutes[route]?.(input) : undefined;
  const rule = act && rules.find(({ acts }) => acts.includes(act));
  return act && rule && { act, rule };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Input)[name] : undefined;
}
