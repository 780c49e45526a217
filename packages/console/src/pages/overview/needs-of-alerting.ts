import type { RuleGroup, Slo } from '@seaworthy/api';
import type { Known, Need } from './need.ts';
import { plural } from './plural.ts';

const dayMs = 86_400_000;

/** Of one name together: ten instances of an alert are one thing to look at. */
export function alertNeeds({ alerts = [], receivers }: Known): Need[] {
  // Receivers that fail are told of by themselves, with why.
  const firing = alerts.filter(
    ({ state, name }) => state === 'firing' && !(receivers !== undefined && name === 'SeaworthyReceiverFailing'),
  );
  const names = [...new Set(firing.map(({ name }) => name))];
  return names.map((name) => {
    const ofName = firing.filter((alert) => alert.name === name);
    const isCritical = ofName.some(({ severity }) => severity === 'critical');
    const [first] = ofName;
    const times = ofName.length > 1 ? `, ${ofName.length} times` : '';
    return {
      ...{ key: `alert ${name}`, tone: isCritical ? 'bad' : 'doubt', icon: 'bell' },
      what: `${name} fires${times}`,
      toDo: first?.annotations['summary'] ?? first?.annotations['description'] ?? 'Look at it, or silence it.',
      to: '/alerts',
    };
  });
}

/** Those that burn have alerts of their own. */
export function budgetNeeds(slos: readonly Slo[]): Need[] {
  const spent = slos.filter(({ state }) => state === 'exhausted');
  const [first] = spent;
  if (first === undefined) return [];
  const what = spent.length === 1 ? `The budget of ${first.name} is used up` : `${spent.length} budgets are used up`;
  return [{ key: 'budgets', tone: 'doubt', icon: 'target', what, toDo: `${first.why} Ship with care.`, to: '/slos' }];
}

export function deliveryNeeds({ receivers = [], givenUp = [] }: Known, nowMs: number): Need[] {
  const failing = receivers.flatMap(({ name, integrations }) =>
    integrations
      .filter(({ state }) => state === 'failing')
      .map(
        ({ channel, name: integration, failure }): Need => ({
          ...{ key: `receiver ${name} ${integration}`, tone: 'bad', icon: 'bell', to: '/alerts/receivers' },
          what: `Nothing gets through to ${name} by ${channel}`,
          toDo: failure?.message ?? 'Look at why.',
        }),
      ),
  );
  const lately = givenUp.filter(({ endedAt }) => endedAt !== null && nowMs - Date.parse(endedAt) < dayMs);
  if (lately.length === 0 || failing.length > 0) return failing;
  const what = `${plural(lately.length, 'notification was', 'notifications were')} given up today`;
  const toDo = lately[0]?.failure?.message ?? 'Tell those who should have got them.';
  return [{ key: 'given up', tone: 'doubt', icon: 'bell', what, toDo, to: '/alerts/receivers' }];
}

export function brokenRules(groups: readonly RuleGroup[]): Need[] {
  const broken = groups.flatMap(({ rules }) => rules.filter(({ health }) => health === 'err'));
  const [first] = broken;
  if (first === undefined) return [];
  const what = broken.length === 1 ? `${first.name} cannot be evaluated` : `${broken.length} rules cannot be evaluated`;
  return [{ key: 'rules', tone: 'bad', icon: 'warning', what, toDo: first.lastError, to: '/alerts/rules' }];
}

/** What is looked at, and does not answer. */
export function unseen({ targets = [], probes = [] }: Known): Need[] {
  const down = targets.filter(({ health }) => health === 'down');
  const failed = probes.filter(({ health }) => health === 'down');
  const [target, probe] = [down[0], failed[0]];
  return [
    ...(target === undefined
      ? []
      : [
          {
            ...({ key: 'targets', tone: 'doubt', icon: 'chart', to: '/checks' } as const),
            what: down.length === 1 ? `${target.instance} gives no metrics` : `${down.length} targets give no metrics`,
            toDo: target.lastError || 'Look whether it runs.',
          },
        ]),
    ...(probe === undefined
      ? []
      : [
          {
            ...({ key: 'probes', tone: 'bad', icon: 'heart', to: '/checks' } as const),
            what: failed.length === 1 ? `${probe.name} is down` : `${failed.length} probes say down`,
            toDo: probe.reason || 'Look whether it runs.',
          },
        ]),
  ];
}
