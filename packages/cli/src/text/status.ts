import type { Deployment, Instance, ServiceStatus, SlotStatus } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { alertCountsText } from './alert.ts';
import { columns } from './columns.ts';
import { outcomeWord, requestsText, whyText } from './deployment.ts';
import { formatAge, formatDuration } from './duration.ts';
import { healthWord, stateWord } from './mark.ts';
import { formatRatio } from './quantity.ts';

export function statusText(status: ServiceStatus, nowMs: number, style: Style): string {
  const instances = status.slots.flatMap((slot) => slot.instances);
  const blocks = [factsOf(status, nowMs, style), slotTable(status.slots, nowMs, style)];
  if (instances.length > 0) blocks.push(instanceTable(instances, nowMs, style));
  return blocks.join('\n\n');
}

function factsOf(status: ServiceStatus, nowMs: number, style: Style): string {
  const { proxy, lastDeployment, alerts } = status;
  const facts = [
    ['service', `${style.bold(status.service)} (${status.environment})`],
    ['health', healthWord(status.health, style)],
    ['live', status.liveVersion === null ? 'nothing yet' : `${style.bold(status.liveVersion)} on ${status.liveSlot}`],
    ['alerts', alertCountsText(alerts, style)],
    ['proxy', proxyText(proxy, style)],
    ['deployment', lastDeployment === null ? 'none yet' : deploymentFact(lastDeployment, nowMs, style)],
    ['control plane', `up ${formatDuration(status.uptimeSeconds * 1000)}`],
  ];
  return columns(facts);
}

export function proxyText({ reachable, listen, paused }: ServiceStatus['proxy'], style: Style): string {
  if (!reachable) return style.bad(`http://${listen}, does not answer the control plane`);
  return `http://${listen}${paused ? style.doubtful(', paused: requests wait') : ''}`;
}

function deploymentFact(deployment: Deployment, nowMs: number, style: Style): string {
  const when = formatAge(deployment.endedAt ?? deployment.startedAt, nowMs);
  const what = `${deployment.version} ${outcomeWord(deployment, style)} ${when}${whyText(deployment)}`;
  return `${what}; requests: ${requestsText(deployment)} [${deployment.id}]`;
}

function slotTable(slots: readonly SlotStatus[], nowMs: number, style: Style): string {
  const rows = slots.map((slot) => [
    slot.slot,
    slot.version ?? '-',
    formatRatio(slot.share),
    String(slot.inFlight),
    `${slot.instances.filter(({ state }) => state === 'running').length} of ${slot.instances.length} running`,
    slot.keptUntil === null ? '' : `kept warm for ${formatDuration(Math.max(0, Date.parse(slot.keptUntil) - nowMs))}`,
  ]);
  return columns([['SLOT', 'VERSION', 'TRAFFIC', 'IN FLIGHT', 'INSTANCES', ''].map(style.dim), ...rows]);
}

export function instanceTable(instances: readonly Instance[], nowMs: number, style: Style): string {
  const head = ['INSTANCE', 'SLOT', 'VERSION', 'ADDRESS', 'PID', 'STATE', 'HEALTH', 'RESTARTS', 'STARTED', ''];
  const rows = instances.map((instance) => [
    instance.id,
    instance.slot,
    instance.version,
    instance.address,
    String(instance.pid ?? '-'),
    stateWord(instance.state, style),
    healthWord(instance.health, style),
    String(instance.restarts),
    instance.startedAt === null ? '-' : formatAge(instance.startedAt, nowMs),
    instance.healthMessage,
  ]);
  return columns([head.map((cell) => (cell === '' ? cell : style.dim(cell))), ...rows]);
}
