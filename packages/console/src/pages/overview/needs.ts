import type { Known, Need } from './need.ts';
import { alertNeeds, brokenRules, budgetNeeds, deliveryNeeds, unseen } from './needs-of-alerting.ts';
import { certificateNeeds, damageNeeds, secretNeeds, tokenNeeds } from './needs-of-keeping.ts';
import { approvalNeeds, deploymentNeeds, serviceNeeds, storeNeeds } from './needs-of-service.ts';

/** The gravest first. */
export function needsOf(known: Known, nowMs: number): Need[] {
  const all = [
    ...serviceNeeds(known.status),
    ...deploymentNeeds(known.status),
    ...storeNeeds(known.own),
    ...alertNeeds(known),
    ...budgetNeeds(known.slos ?? []),
    ...approvalNeeds(known),
    ...deliveryNeeds(known, nowMs),
    ...brokenRules(known.rules ?? []),
    ...unseen(known),
    ...damageNeeds(known.damage ?? [], nowMs),
    ...certificateNeeds(known.own, nowMs),
    ...tokenNeeds(known.tokens ?? [], nowMs),
    ...secretNeeds(known.secrets ?? []),
  ];
  const order = { bad: 0, busy: 1, doubt: 2 } as const;
  return all.sort((a, b) => order[a.tone] - order[b.tone]);
}
