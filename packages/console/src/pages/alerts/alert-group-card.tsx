import { useId } from 'react';
import { Mark } from '../../components/badge.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatAge } from '../../text/format.ts';
import { formatSpan, formatUntil } from '../../text/spans.ts';
import type { AlertRowProps } from './alert-row.tsx';
import { AlertRow } from './alert-row.tsx';
import type { Standing } from './alert-words.ts';
import { standingsOf } from './alert-words.ts';
import { integrationWords } from './integration-words.ts';
import { LabelButton } from './label-button.tsx';
import './alert-group-card.css';

export interface AlertGroupCardProps extends Omit<AlertRowProps, 'alert'> {
  /** What is wrong with an integration of its receiver. */
  readonly faultOf: (integration: string) => string | undefined;
}

/** Alerts of which one receiver is told together, and how far that has come. */
export function AlertGroupCard({ faultOf, ...props }: AlertGroupCardProps) {
  const { group, onLabel } = props;
  const titleId = useId();
  const labels = Object.entries(group.groupLabels);
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId} className="group-title">
          <span className="soft">to</span> {group.receiver}
        </h2>
        {labels.map(([name, value]) => (
          <LabelButton key={name} name={name} value={value} onPress={onLabel} />
        ))}
        {labels.length === 0 && <span className="soft">all together</span>}
        {group.count > 1 && <span className="soft">{group.count} alerts</span>}
        <Telling group={group} faultOf={faultOf} />
      </div>
      <ul>
        {group.alerts.map((alert) => (
          <AlertRow key={alert.fingerprint} {...props} alert={alert} />
        ))}
      </ul>
      {group.count > group.alerts.length && (
        <p className="group-more soft">And {group.count - group.alerts.length} more. Filter to see them.</p>
      )}
    </section>
  );
}

/** Who was told and when, or would be. */
function Telling({ group, faultOf }: Pick<AlertGroupCardProps, 'group' | 'faultOf'>) {
  const now = useNow(1000);
  const { integrations, mutedBy, repeatIntervalMs } = group;
  const standings = standingsOf(group);
  const isTold = standings.some(({ state }) => state === 'told');
  return (
    <ul className="telling" aria-label="Who is told">
      {integrations.length === 0 && (
        <li>
          <Mark tone="doubt" icon="warning" word="nobody is told" />
          <span className="soft">The receiver has nothing by which it could be told.</span>
        </li>
      )}
      {mutedBy.length > 0 && (
        <li>
          <Mark tone="plain" icon="moon" word="quiet hours" />
          <span className="soft">{mutedBy.join(', ')}: nobody is told until they are over.</span>
        </li>
      )}
      {standings.map((standing) => (
        <li key={standing.integration}>
          <StandingMark standing={standing} isMuted={mutedBy.length > 0} />
          <span>{integrationWords(standing.integration)}</span>
          <span className="soft">{standingText(standing, now)}</span>
          {faultOf(standing.integration) !== undefined && (
            <span className="telling-fault">
              <Mark tone="bad" icon="cross" word="does not get through" /> {faultOf(standing.integration)}
            </span>
          )}
        </li>
      ))}
      {isTold && <li className="soft">again after {formatSpan(repeatIntervalMs)} while it lasts</li>}
    </ul>
  );
}

function StandingMark({ standing: { state }, isMuted }: { standing: Standing; isMuted: boolean }) {
  switch (state) {
    case 'told':
      return <Mark tone="good" icon="check" word="told" />;
    case 'waiting':
      return <Mark tone="busy" icon="turn" word="on its way" />;
    case 'partly':
    case 'due':
      return isMuted ? (
        <Mark tone="plain" icon="dash" word="not told" />
      ) : (
        <Mark tone="busy" icon="clock" word="will be told" />
      );
    case 'would':
      return <Mark tone="plain" icon="dot" word="would be told" />;
    case 'quiet':
      return <Mark tone="plain" icon="dash" word="not told" />;
  }
}

function standingText({ state, at, known, firing }: Standing, now: number): string {
  switch (state) {
    case 'told':
    case 'waiting':
      return at === null ? '' : formatAge(at, now);
    case 'partly':
      return `of ${firing - known} more${at === null ? '' : ` ${formatUntil(at, now)}`}; told of ${known} already`;
    case 'due':
      return at === null ? '' : formatUntil(at, now);
    case 'would':
      return 'should it fire';
    case 'quiet':
      return at === null ? 'all of it is kept quiet' : `all of it is kept quiet; was told ${formatAge(at, now)}`;
  }
}
