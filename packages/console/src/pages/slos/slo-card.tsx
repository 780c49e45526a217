import type { Slo } from '@seaworthy/api';
import { useId } from 'react';
import { Mark } from '../../components/badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatCount, formatElapsed } from '../../text/format.ts';
import { formatSpan } from '../../text/spans.ts';
import { BudgetBar } from './budget-bar.tsx';
import { BudgetHistory } from './budget-history.tsx';
import { BurnTable } from './burn-table.tsx';
import { eventsOf, percentText } from './slo-words.ts';
import './slo-card.css';

/** One promise: how it stands, why, how fast it goes, and how it came to be so. */
export function SloCard({ slo }: { slo: Slo }) {
  const titleId = useId();
  const { name, description, objective, windowMs, state, why } = slo;
  return (
    <section className="card slo-card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{name}</h2>
        <SloMark slo={slo} />
        <span className="soft">
          {percentText(objective)} {kinds[slo.indicator]} over {formatSpan(windowMs)}
        </span>
      </div>
      <div className="slo-body">
        <div className="slo-side">
          {description !== null && <p>{description}</p>}
          <BudgetBar slo={slo} />
          {state !== 'ok' && <p>{why}</p>}
          <Facts slo={slo} />
          <Ways slo={slo} />
        </div>
        <div className="slo-main">
          <BudgetHistory slo={slo} />
          <BurnTable slo={slo} />
        </div>
      </div>
    </section>
  );
}

const kinds: Readonly<Record<Slo['indicator'], string>> = {
  availability: 'of requests answered',
  latency: 'of requests fast enough',
  query: 'good',
  probe: 'of looks from outside well',
};

function SloMark({ slo: { state } }: { slo: Slo }) {
  switch (state) {
    case 'ok':
      return <Mark tone="good" icon="check" word="kept" />;
    case 'burning':
      return <Mark tone="bad" icon="warning" word="burning" />;
    case 'exhausted':
      return <Mark tone="bad" icon="cross" word="exhausted" />;
    case 'unknown':
      return <Mark tone="doubt" icon="question" word="unknown" />;
  }
}

function Facts({ slo }: { slo: Slo }) {
  const { sli, requests, errors, observedMs, windowMs, countedUntil } = slo;
  return (
    <dl className="slo-facts">
      <div>
        <dt>Good</dt>
        <dd>{sli === null ? 'not known' : percentText(sli)}</dd>
      </div>
      <div>
        <dt>Bad</dt>
        <dd>
          {formatCount(errors)} of {formatCount(requests)} {eventsOf(slo.indicator)}
        </dd>
      </div>
      <div>
        <dt>Observed</dt>
        <dd>
          {observedMs === 0 ? 'nothing yet' : formatElapsed(observedMs)} of {formatSpan(windowMs)}
        </dd>
      </div>
      <div>
        <dt>Counted</dt>
        <dd>{countedUntil === null ? 'never' : <TimeAgo time={countedUntil} />}</dd>
      </div>
    </dl>
  );
}

/** To what it is made of. */
function Ways({ slo: { name, expressions } }: { slo: Slo }) {
  const ways = [
    ['Budget', expressions.budget],
    ['Burn rate', expressions.burnRate],
    ['Bad', expressions.errors],
    ['All', expressions.total],
  ] as const;
  return (
    <p className="slo-ways">
      <span className="soft">Explore:</span>
      {ways.map(([word, expr]) => (
        <PageLink key={word} to="/explore" search={{ expr }} label={`Explore ${name}: ${word.toLowerCase()}`}>
          {word}
        </PageLink>
      ))}
    </p>
  );
}
