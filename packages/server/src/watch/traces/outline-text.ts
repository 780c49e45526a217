import type { Outline, OutlineSpan } from './outline.ts';
import type { SpanKind } from './span.ts';
import { spanKinds } from './span.ts';

type Row = [
  spanId: string,
  parentSpanId: string | 0,
  service: number,
  instance: number,
  name: number,
  kind: number,
  startNs: number,
  durationNs: number,
  isError: 0 | 1,
];

/** Short, for it is read for every trace that a search or the statistics pass: each name stands once. */
export function outlineText({ baseUnixNano, spans }: Outline): string {
  const names = new Map<string, number>();
  const placeOf = (name: string) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  const rows = spans.map(
    (span): Row => [
      span.spanId,
      span.parentSpanId ?? 0,
      placeOf(span.service),
      placeOf(span.instance),
      placeOf(span.name),
      spanKinds.indexOf(span.kind),
      span.startNs,
      span.endNs - span.startNs,
      span.isError ? 1 : 0,
    ],
  );
  return JSON.stringify([String(baseUnixNano), [...names.keys()], rows]);
}

export function readOutline(text: string): Outline {
  const [base, names, rows] = JSON.parse(text) as [string, string[], Row[]];
  const nameAt = (place: number) => names[place] ?? '';
  const spans = rows.map(
    ([spanId, parent, service, instance, name, kind, startNs, durationNs, isError]): OutlineSpan => ({
      spanId,
      parentSpanId: parent === 0 ? undefined : parent,
      service: nameAt(service),
      instance: nameAt(instance),
      name: nameAt(name),
      kind: spanKinds[kind] ?? ('internal' satisfies SpanKind),
      startNs,
      endNs: startNs + durationNs,
      isError: isError === 1,
    }),
  );
  return { baseUnixNano: BigInt(base), spans };
}
