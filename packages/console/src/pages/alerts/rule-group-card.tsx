import type { Rule, RuleGroup } from '@seaworthy/api';
import { LabelBadge, Mark } from '../../components/badge.tsx';
import { Expression } from '../../components/expression.tsx';
import { Icon } from '../../components/icon.tsx';
import { Section } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatSpan } from '../../text/spans.ts';
import { formatUnit } from '../../text/units.ts';
import { SeverityBadge } from './alert-marks.tsx';
import { matcherText } from './matcher-text.ts';
import { standingOf } from './rule-words.ts';
import './rule-group-card.css';

export interface RuleGroupCardProps {
  readonly group: RuleGroup;
  /** Also what records and does so: else one line stands for it. */
  readonly isWhole: boolean;
}

/** Rules that are evaluated together. */
export function RuleGroupCard({ group, isWhole }: RuleGroupCardProps) {
  const { name, file, intervalMs, missedEvaluations } = group;
  const isFolded = (rule: Rule) => !isWhole && standingOf(rule) === 'recording';
  const folded = group.rules.filter(isFolded);
  const rows = group.rules.filter((rule) => !isFolded(rule));
  return (
    <Section
      title={name}
      about={`${file.replace(/^preset:/, 'preset ')} · every ${formatSpan(intervalMs)}`}
      end={<Evaluated of={group} />}
    >
      {missedEvaluations > 0 && (
        <p className="rule-missed">
          <Mark tone="doubt" icon="warning" word={`${missedEvaluations} evaluations missed`} />{' '}
          <span className="soft">It takes longer than its interval.</span>
        </p>
      )}
      <Rows rules={rows} />
      {folded.length > 0 && (
        <details className="rule-folded">
          <summary>{folded.length === 1 ? '1 recording rule' : `${folded.length} recording rules`}</summary>
          <Rows rules={folded} />
        </details>
      )}
    </Section>
  );
}

function Rows({ rules }: { rules: readonly Rule[] }) {
  return (
    <ul>
      {rules.map((rule) => (
        <RuleRow key={`${rule.type} ${rule.name} ${rule.expr} ${JSON.stringify(rule.labels)}`} rule={rule} />
      ))}
    </ul>
  );
}

function Evaluated({ of: { lastEvaluation, durationMs } }: { of: Pick<Rule, 'lastEvaluation' | 'durationMs'> }) {
  if (lastEvaluation === null) return <span className="soft">never evaluated</span>;
  return (
    <span className="soft rule-evaluated">
      evaluated <TimeAgo time={lastEvaluation} /> in {formatUnit(durationMs, 'milliseconds')}
    </span>
  );
}

function RuleRow({ rule }: { rule: Rule }) {
  const { name, type, expr, labels, annotations, forMs, lastError } = rule;
  const { severity = '', ...others } = labels;
  const said = Object.entries(others);
  return (
    <li className="rule-row">
      <details>
        <summary>
          <Icon name="right" />
          <span className="rule-state">
            <RuleMark rule={rule} />
          </span>
          <span className={type === 'recording' ? 'rule-name mono' : 'rule-name'}>{name}</span>
          <span className="rule-severity">{type === 'alerting' && <SeverityBadge severity={severity} />}</span>
          <span className="rule-end">
            <Evaluated of={rule} />
          </span>
        </summary>
        <div className="rule-more">
          <Expression expr={expr} of={name} />
          {type === 'alerting' && (
            <p className="soft">{forMs === 0 ? 'Fires at once.' : `Fires when it holds for ${formatSpan(forMs)}.`}</p>
          )}
          {said.length > 0 && (
            <p className="rule-labels">
              {said.map(([label, value]) => (
                <LabelBadge key={label} name={label} value={value} />
              ))}
            </p>
          )}
          <Texts annotations={annotations} />
          {rule.pending + rule.firing > 0 && <ItsAlerts name={name} />}
        </div>
      </details>
      {lastError !== '' && (
        <p className="rule-error">
          <code>{lastError}</code>
        </p>
      )}
    </li>
  );
}

function Texts({ annotations }: Pick<Rule, 'annotations'>) {
  const entries = Object.entries(annotations);
  if (entries.length === 0) return null;
  return (
    <dl className="rule-texts">
      {entries.map(([name, text]) => (
        <div key={name}>
          <dt className="soft">{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function ItsAlerts({ name }: { name: string }) {
  const filter = matcherText({ name: 'alertname', operator: '=', value: name });
  return (
    <p>
      <PageLink to="/alerts" search={{ filter }}>
        Show its alerts
      </PageLink>
    </p>
  );
}

function RuleMark({ rule }: { rule: Rule }) {
  switch (standingOf(rule)) {
    case 'failing':
      return <Mark tone="bad" icon="cross" word="fails" />;
    case 'firing':
      return <Mark tone="bad" icon="bell" word={rule.firing === 1 ? 'firing' : `${rule.firing} firing`} />;
    case 'pending':
      return <Mark tone="busy" icon="clock" word={rule.pending === 1 ? 'pending' : `${rule.pending} pending`} />;
    case 'unknown':
      return <Mark tone="doubt" icon="question" word="unknown" />;
    case 'quiet':
      return <Mark tone="good" icon="check" word="quiet" />;
    case 'recording':
      return <Mark tone="plain" icon="chart" word="records" />;
  }
}
