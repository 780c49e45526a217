import type { SpanProblem, Trace, TraceSpan } from '@seaworthy/api';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Mark } from '../../components/mark.tsx';
import { logsAddress } from '../../navigation/log-address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { traceAddress } from '../../navigation/trace-address.ts';
import { useSession } from '../../session/session.tsx';
import { formatRatio } from '../../text/format.ts';
import { formatUnit } from '../../text/units.ts';
import { AttributeTable } from './attribute-table.tsx';
import './span-details.css';

export interface SpanDetailsProps {
  readonly span: TraceSpan;
  readonly trace: Trace;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

/** All that is known of a span. */
export function SpanDetails({ span, trace, onZoom }: SpanDetailsProps) {
  const { attributes, resource, events, links, scope } = span;
  return (
    <div className="span-details">
      <Facts span={span} trace={trace} />
      <Ways span={span} trace={trace} onZoom={onZoom} />
      <div className="span-tables">
        <AttributeTable title="Attributes" attributes={attributes} isAsked />
        <AttributeTable title="Resource" attributes={scope === '' ? resource : { ...resource, scope: scope }} />
        {events.map(({ name, offsetMs, attributes: told }, index) => (
          <AttributeTable
            // biome-ignore lint/suspicious/noArrayIndexKey: events have no names of their own.
            key={index}
            title={`Event ${name}, ${ms(offsetMs - span.offsetMs)} after it began`}
            attributes={told}
          />
        ))}
        {links.map((link) => (
          <div key={`${link.traceId}${link.spanId}`}>
            <AttributeTable title="Link" attributes={link.attributes} />
            <PageLink {...traceAddress(link.traceId, link.spanId)}>Trace {link.traceId.slice(0, 8)}</PageLink>
          </div>
        ))}
      </div>
    </div>
  );
}

function Facts({ span, trace }: Pick<SpanDetailsProps, 'span' | 'trace'>) {
  const { kind, offsetMs, durationMs, selfMs, criticalMs, status, statusMessage, problems, twins, instance, cut } =
    span;
  const share = trace.durationMs === 0 ? 0 : criticalMs / trace.durationMs;
  return (
    <div className="span-facts">
      {status === 'error' && (
        <Mark tone="bad" icon="cross" word={statusMessage === '' ? 'error' : `error: ${statusMessage}`} />
      )}
      {problems.map((problem) => (
        <Mark key={problem} tone="doubt" icon="warning" word={problemWords[problem]} />
      ))}
      <p>
        {kind}
        {instance !== '' && ` on ${instance}`}, began at {ms(offsetMs)}, took {ms(durationMs)}; at work itself{' '}
        {ms(selfMs)}
        {criticalMs > 0 && `; the trace waited ${ms(criticalMs)} for it (${formatRatio(share)})`}.
        {twins > 0 && ` ${twins} more came with the same id and are not shown.`}
        {cut !== null && ' Some of it was too much to keep.'}
      </p>
    </div>
  );
}

const problemWords: Readonly<Record<SpanProblem, string>> = {
  orphan: 'its parent is not there',
  cycle: 'it names a descendant as its parent',
  starts_before_parent: 'it begins before its parent: clocks disagree',
};

/** Whatever the machine was at then; a short span has hardly a line of its own. */
const marginMs = 100;

function Ways({ span, trace, onZoom }: SpanDetailsProps) {
  const { may } = useSession();
  const { offsetMs, durationMs, instance, spanId } = span;
  const startMs = Date.parse(trace.startTime) + offsetMs;
  const time = { startMs: startMs - marginMs, endMs: startMs + durationMs + marginMs };
  return (
    <div className="span-ways">
      {may('logs:read') && (
        <>
          <PageLink {...logsAddress({ instance: instance || undefined, time })} className="button">
            <Icon name="clock" /> Logs of this time
          </PageLink>
          <PageLink {...logsAddress({ trace: trace.traceId, q: `spanId=${spanId}`, time })} className="button">
            <Icon name="lines" /> Logs of this span
          </PageLink>
        </>
      )}
      <Button icon="search" isDisabled={durationMs === 0} onPress={() => onZoom(offsetMs, offsetMs + durationMs)}>
        Zoom to it
      </Button>
    </div>
  );
}

function ms(value: number): string {
  return formatUnit(value, 'milliseconds');
}
