import { LabelsBuilder, METRIC_NAME } from '@seaworthy/promql';
import type { RecordingDefinition } from '../file/definition.ts';
import type { EvaluationContext, Rule, WrittenSample } from './rule.ts';
import { newReport } from './rule.ts';

/** Keeps the answer to a query as series of its own. */
export class RecordingRule implements Rule {
  readonly report = newReport();

  constructor(readonly definition: RecordingDefinition) {}

  async evaluate({ at, queryOffsetMs, limit, query }: EvaluationContext): Promise<readonly WrittenSample[]> {
    const timestampMs = at - queryOffsetMs;
    const answer = await query(this.definition.expr, timestampMs);
    const samples = answer.map(({ labels, value }) => {
      const builder = new LabelsBuilder(labels).set(METRIC_NAME, this.definition.name);
      for (const [name, text] of Object.entries(this.definition.labels)) builder.set(name, text);
      return { labels: builder.build(), timestampMs, value };
    });
    if (new Set(samples.map(({ labels }) => labels.key)).size < samples.length) {
      throw new Error('vector contains metrics with the same labelset after applying rule labels');
    }
    if (limit > 0 && samples.length > limit) {
      throw new Error(`exceeded limit of ${limit} with ${samples.length} series`);
    }
    return samples;
  }
}
