import type { RouteOutcome } from '@seaworthy/api';
import { useEffect, useState } from 'react';
import { LabelBadge, Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import { SettledField } from '../../components/settled-field.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useRoute } from '../../data/query.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { formatMoment } from '../../text/format.ts';
import { formatSpan } from '../../text/spans.ts';
import { integrationWords } from './integration-words.ts';
import { pollMs } from './poll.ts';
import type { Lit } from './route-tree.tsx';
import { labelsText, litBy, parseLabels } from './route-words.ts';
import './route-test.css';

/** Who would be told of an alert with these labels, now or at another time, and why not. */
export function RouteTest({ onWay }: { onWay: (lit: Lit) => void }) {
  const { labels: text = '', at } = useSearch();
  const setSearch = useSetSearch();
  const labels = parseLabels(text);
  const moment = at === undefined || Number.isNaN(Date.parse(at)) ? undefined : new Date(at).toISOString();
  const isAsked = labels !== undefined && Object.keys(labels).length > 0;
  const reading = useRoute(
    'testAlertRouting',
    { body: { labels: labels ?? {}, ...(moment !== undefined && { at: moment }) } },
    { isEnabled: isAsked, keepsPrevious: true, pollMs },
  );
  const outcomes = isAsked ? reading.data?.items : undefined;
  useEffect(() => onWay(litBy(outcomes ?? [])), [outcomes, onWay]);
  return (
    <Section title="Who would be told?" about="type the labels of an alert">
      <search className="filters">
        <SettledField
          label="Labels"
          isMono
          placeholder="alertname=CameraOffline severity=critical"
          value={text}
          fault={labels === undefined ? 'Write name=value, with quotes around a value that has blanks.' : undefined}
          onSettled={(value) => setSearch({ labels: value })}
        />
        <At value={at ?? ''} onChange={(value) => setSearch({ at: value })} />
        {text !== '' && (
          <Button kind="quiet" icon="cross" onPress={() => setSearch({ labels: undefined, at: undefined })}>
            Clear
          </Button>
        )}
      </search>
      {isAsked ? (
        <div role="status">
          <Loaded reading={reading} skeleton={<SkeletonRows rows={2} />}>
            {({ items, at: asked }) => <Outcomes items={items} at={moment === undefined ? undefined : asked} />}
          </Loaded>
        </div>
      ) : (
        <Suggestions onChosen={(value) => setSearch({ labels: value })} />
      )}
    </Section>
  );
}

function At({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [isOpen, setOpen] = useState(value !== '');
  if (!isOpen) return <Button onPress={() => setOpen(true)}>At another time …</Button>;
  return <TextField label="At" type="datetime-local" value={value} onChange={onChange} />;
}

/** Alerts that there are now, to begin with. */
function Suggestions({ onChosen }: { onChosen: (labels: string) => void }) {
  const { data } = useRoute('alerts', { query: { limit: 5 } }, { pollMs });
  return (
    <div className="card-body route-suggestions">
      <span className="soft">
        {data?.items.length ? 'Or take one that is active:' : 'The way lights up in the tree.'}
      </span>
      {data?.items.map(({ fingerprint, name, labels }) => (
        <Button key={fingerprint} onPress={() => onChosen(labelsText(labels))}>
          {name}
        </Button>
      ))}
    </div>
  );
}

function Outcomes({ items, at }: { items: readonly RouteOutcome[]; at: string | undefined }) {
  const told = items.filter(({ verdict }) => verdict === 'told');
  return (
    <>
      <p className="card-body">
        {told.length === 0 ? (
          <Mark tone="doubt" icon="mute" word="Nobody would be told" />
        ) : (
          <Mark tone="good" icon="bell" word={`${told.map(({ receiver }) => receiver).join(' and ')} would be told`} />
        )}
        {at !== undefined && <span className="soft"> at {formatMoment(at)}</span>}
      </p>
      <ul className="outcomes">
        {items.map((outcome) => (
          <Outcome key={outcome.way.join(' ')} outcome={outcome} />
        ))}
      </ul>
    </>
  );
}

function Outcome({ outcome }: { outcome: RouteOutcome }) {
  const { receiver, verdict, integrations, reasons, path, groupLabels, groupWaitMs, repeatIntervalMs } = outcome;
  const group = Object.entries(groupLabels);
  return (
    <li>
      <p>
        <strong>{receiver}</strong>{' '}
        {verdict === 'told'
          ? `by ${integrations.map(integrationWords).join(' and ')}, ${formatSpan(groupWaitMs)} after the first of its group; again after ${formatSpan(repeatIntervalMs)} while it lasts`
          : 'is not told'}
      </p>
      {reasons.map(({ kind, message }) => (
        <p key={kind} className="outcome-reason">
          <Mark tone="doubt" icon="dash" word="why not:" /> {message}
        </p>
      ))}
      <p className="soft outcome-path">
        by {path.map((step) => (step === '{}' ? 'every alert' : step)).join(' › ')}
        {group.length > 0 && ', grouped as'}{' '}
        {group.map(([name, value]) => (
          <LabelBadge key={name} name={name} value={value} />
        ))}
      </p>
    </li>
  );
}
