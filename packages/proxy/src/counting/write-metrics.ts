import type { Counters, ProxyState, SideCounters } from '../control/contract.ts';
import { SLOTS } from '../control/contract.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number, suffix?: string];
type Named = readonly [labels: Labels, side: SideCounters];

/** The counters as Prometheus text (exposition format 0.0.4). */
export function writeMetrics(counters: Counters, state: ProxyState): string {
  const slots = SLOTS.map((slot): Named => [{ slot }, counters.bySlot[slot]]);
  const targets = Object.entries(counters.byTarget).map(([target, side]): Named => [{ target }, side]);
  const { total, unrouted } = counters;
  return [
    counter('requests_total', 'Client requests by the class of their final answer.', byClass([[{}, total]])),
    counter('shed_total', 'Requests turned away because the queue of a pause was full or too slow.', [
      [{}, unrouted.shed],
    ]),
    counter('refused_total', 'Requests refused as malformed, too large or too slow.', [[{}, unrouted.refused]]),
    counter('unrouted_requests_total', 'Requests that the proxy answered by itself.', [[{}, unrouted.requests]]),
    ...sideMetrics('slot', 'a slot', slots),
    ...sideMetrics('target', 'a target', targets),
    ...stateMetrics(state),
  ].join('');
}

function sideMetrics(prefix: string, of: string, sides: readonly Named[]): string[] {
  const each = (value: (side: SideCounters) => number) => sides.map(([labels, side]): Sample => [labels, value(side)]);
  return [
    counter(`${prefix}_requests_total`, `Requests of ${of} by the class of their final answer.`, byClass(sides)),
    counter(
      `${prefix}_cut_total`,
      `Answers of ${of} broken off before they were whole.`,
      each((side) => side.cut),
    ),
    counter(
      `${prefix}_client_gone_total`,
      `Requests of ${of} whose client left early.`,
      each((side) => side.clientGone),
    ),
    counter(
      `${prefix}_retries_total`,
      `Failed attempts on ${of} that were sent again.`,
      each((side) => side.retried),
    ),
    gauge(
      `${prefix}_in_flight_requests`,
      `Requests of ${of} in progress.`,
      each((side) => side.inFlight),
    ),
    metric(
      'histogram',
      `${prefix}_response_seconds`,
      `Time from the request to the answer's head, of ${of}.`,
      sides.flatMap(buckets),
    ),
  ];
}

function stateMetrics(state: ProxyState): string[] {
  const targets = SLOTS.flatMap((slot) => state.slots[slot].targets.map((target) => ({ slot, target })));
  const up = targets.map(({ slot, target }): Sample => [{ slot, target: target.id }, target.health === 'up' ? 1 : 0]);
  const weights = SLOTS.map((slot): Sample => [{ slot }, state.split[slot]]);
  return [
    gauge('target_up', 'Whether the probes say that the target is ready.', up),
    gauge('slot_weight', 'The weight of the slot in the split.', weights),
    gauge('paused', 'Whether traffic is paused.', [[{}, state.paused ? 1 : 0]]),
    gauge('workers', 'Worker processes.', [[{}, state.workers.length]]),
    gauge('state_version', 'How often the stored state was changed.', [[{}, state.stateVersion]]),
    gauge('start_time_seconds', 'When the proxy started, in seconds since 1970.', [
      [{}, Date.parse(state.startedAt) / 1000],
    ]),
  ];
}

function byClass(sides: readonly Named[]): Sample[] {
  return sides.flatMap(([labels, side]) =>
    Object.entries(side.byClass).map(([name, count]): Sample => [{ ...labels, class: name }, count]),
  );
}

function buckets([labels, { latency }]: Named): Sample[] {
  let below = 0;
  const samples = latency.counts.map((count, i): Sample => {
    below += count;
    const boundMs = latency.bucketBoundsMs[i];
    return [{ ...labels, le: boundMs === undefined ? '+Inf' : String(boundMs / 1000) }, below, '_bucket'];
  });
  return [...samples, [labels, latency.sumMs / 1000, '_sum'], [labels, latency.count, '_count']];
}

function counter(name: string, help: string, samples: readonly Sample[]): string {
  return metric('counter', name, help, samples);
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  return metric('gauge', name, help, samples);
}

function metric(type: string, name: string, help: string, samples: readonly Sample[]): string {
  const full = `seaworthy_proxy_${name}`;
  const lines = samples.map(([labels, value, suffix = '']) => `${full}${suffix}${writeLabels(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (it) => (it === '\n' ? '\\n' : `\\${it}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
