import type { Alert, AlertGroup, Silence } from '@seaworthy/api';
import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import { Allowed } from '../../session/session.tsx';
import { formatMoment } from '../../text/format.ts';
import { formatUnit } from '../../text/units.ts';
import { AlertStateMark, SeverityBadge } from './alert-marks.tsx';
import { ownLabels, runbookOf, textsOf } from './alert-words.ts';
import { LabelButton } from './label-button.tsx';
import type { MatcherDraft } from './matcher-text.ts';
import './alert-row.css';

export interface AlertRowProps {
  readonly alert: Alert;
  readonly group: AlertGroup;
  /** Names of alerts by their fingerprints: of those that speak for this one. */
  readonly nameOf: (fingerprint: string) => string | undefined;
  /** Those that keep alerts quiet now, by their ids. */
  readonly silences: ReadonlyMap<string, Silence>;
  readonly onLabel: (matcher: MatcherDraft) => void;
  readonly onSilence: (alert: Alert) => void;
}

export function AlertRow({ alert, group, nameOf, silences, onLabel, onSilence }: AlertRowProps) {
  const { name, severity, since, value, annotations } = alert;
  const { summary, others, rest } = textsOf(annotations);
  return (
    <li className="alert-row">
      <div className="alert-state">
        <AlertStateMark alert={alert} />
        <span className="soft">
          since <TimeAgo time={since} />
        </span>
      </div>
      <div className="alert-body">
        <p className="alert-name">
          <strong>{name === '' ? 'Without a name' : name}</strong> <SeverityBadge severity={severity} />
          {value !== null && (
            <span className="soft alert-value">
              value <span className="mono">{formatUnit(value, 'none')}</span>
            </span>
          )}
        </p>
        {summary !== undefined && <p>{summary}</p>}
        {others.map((text) => (
          <p key={text} className="soft">
            {text}
          </p>
        ))}
        <Quiet alert={alert} nameOf={nameOf} silences={silences} />
        <div className="alert-foot">
          <ul className="alert-labels" aria-label="Labels">
            {ownLabels(alert, group).map(([label, text]) => (
              <li key={label}>
                <LabelButton name={label} value={text} onPress={onLabel} />
              </li>
            ))}
          </ul>
          <Ways alert={alert} />
        </div>
        {rest.length > 0 && <Annotations entries={rest} />}
      </div>
      <Allowed permission="alerts:write">
        <div className="alert-actions">
          <Button icon="mute" onPress={() => onSilence(alert)}>
            Silence<span className="unseen"> {name}</span>
          </Button>
        </div>
      </Allowed>
    </li>
  );
}

type QuietProps = Pick<AlertRowProps, 'alert' | 'nameOf' | 'silences'>;

/** What keeps it quiet, each with the way to it. */
function Quiet({ alert: { silencedBy, inhibitedBy, mutedBy }, nameOf, silences }: QuietProps) {
  const said: ReactNode[] = [
    ...silencedBy.map((id) => (
      <span key={id}>
        <PageLink to="/alerts/silences" search={{ id }}>
          silenced
        </PageLink>
        {silenceText(silences.get(id))}
      </span>
    )),
    ...inhibitedBy.map((id) => <span key={id}>{nameOf(id) ?? `alert ${id}`} fires and speaks for it</span>),
    ...mutedBy.map((name) => <span key={name}>quiet by time interval {name}</span>),
  ];
  if (said.length === 0) return null;
  return <p className="soft alert-quiet">{said}</p>;
}

function silenceText(silence: Silence | undefined): string {
  if (silence === undefined) return '';
  const { createdBy, endsAt, comment } = silence;
  return ` by ${createdBy} until ${formatMoment(endsAt)}${comment === '' ? '' : `: ${comment}`}`;
}

function Ways({ alert: { annotations, name, group, source } }: { alert: Alert }) {
  const runbook = runbookOf(annotations);
  return (
    <p className="alert-ways">
      {runbook !== undefined && (
        <a href={runbook} target="_blank" rel="noreferrer noopener">
          Runbook <Icon name="out" />
          <span className="unseen">, opens a new tab</span>
        </a>
      )}
      {group !== null && (
        <PageLink to="/alerts/rules" search={{ text: name }} className="soft">
          Rule in {group}
        </PageLink>
      )}
      {source === 'api' && <span className="soft">told by the API</span>}
      {source === 'seaworthy' && <span className="soft">told by Seaworthy about itself</span>}
    </p>
  );
}

function Annotations({ entries }: { entries: readonly [string, string][] }) {
  return (
    <details className="alert-more">
      <summary>More</summary>
      <dl>
        {entries.map(([name, text]) => (
          <div key={name}>
            <dt className="soft">{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
