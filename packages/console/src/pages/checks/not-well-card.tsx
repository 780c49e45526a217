import { Icon } from '../../components/icon.tsx';
import { HealthMark } from '../../components/mark.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import { Lasts } from './lasts.tsx';
import type { NotWell } from './not-well.ts';
import './not-well-card.css';

export interface NotWellCardProps {
  /** Undefined: not known yet. */
  readonly items: readonly NotWell[] | undefined;
  /** What could not be asked. */
  readonly unknown: readonly string[];
}

const mostShown = 8;

/** What is not well, wherever it is; calm when nothing is. */
export function NotWellCard({ items, unknown }: NotWellCardProps) {
  return (
    <Section title="Not well" end={items && items.length > 0 && <span className="soft">{items.length}</span>}>
      {items === undefined ? <SkeletonRows rows={2} /> : <Items items={items} isSure={unknown.length === 0} />}
      {unknown.length > 0 && (
        <p className="not-well-unknown soft" role="status">
          <Icon name="question" /> Could not be asked: {unknown.join(', ')}. Of these nobody knows.
        </p>
      )}
    </Section>
  );
}

function Items({ items, isSure }: { items: readonly NotWell[]; isSure: boolean }) {
  if (items.length === 0) {
    return (
      <div className="all-well">
        <span className={`mark round ${isSure ? 'good' : 'doubt'}`}>
          <Icon name={isSure ? 'check' : 'question'} />
        </span>
        <p>{isSure ? 'All is well.' : 'All that could be asked is well.'}</p>
      </div>
    );
  }
  return (
    <>
      <ul className="not-well">{items.slice(0, mostShown).map(row)}</ul>
      {items.length > mostShown && (
        <details className="not-well-more">
          <summary>and {items.length - mostShown} more</summary>
          <ul className="not-well">{items.slice(mostShown).map(row)}</ul>
        </details>
      )}
    </>
  );
}

function row({ key, status, what, why, since, open }: NotWell) {
  return (
    <li key={key}>
      <HealthMark status={status} />
      <div className="not-well-words">
        {open === undefined ? (
          <strong>{what}</strong>
        ) : (
          <PageLink to="/checks" search={open} className="not-well-what">
            {what}
          </PageLink>
        )}
        {why !== '' && <span className="soft">{why}</span>}
      </div>
      {since !== null && (
        <span className="soft">
          <Lasts since={since} />
        </span>
      )}
    </li>
  );
}
