import type { Slo } from '@seaworthy/api';
import { useEffect } from 'react';
import { Icon } from '../../components/icon.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import type { Need } from './need.ts';
import { useNeeds } from './use-needs.ts';
import './needs-card.css';

const mostShown = 5;
const rowsKey = 'seaworthy.needs';

/** As many as there were the last time: while they are asked for, nothing moves. */
function rowsBefore(): number {
  return Math.max(2, Number(localStorage.getItem(rowsKey) ?? 0) || 0);
}

/** What waits for a person, the gravest first; and calm when nothing does. */
export function NeedsCard({ slos }: { slos: readonly Slo[] | undefined }) {
  const { items, unknown } = useNeeds(slos);
  const rows = Math.min(items?.length ?? 0, mostShown + 1);
  useEffect(() => {
    if (items !== undefined) localStorage.setItem(rowsKey, String(rows));
  }, [items, rows]);
  return (
    <Section
      title="Needs you"
      end={items && items.length > 0 ? <span className="soft">{items.length}</span> : undefined}
    >
      <div className="needs-space">
        {items === undefined ? (
          <SkeletonRows rows={rowsBefore()} />
        ) : (
          <Needs items={items} isSure={unknown.length === 0} />
        )}
        {unknown.length > 0 && (
          <p className="needs-unknown soft" role="status">
            <Icon name="question" /> Could not be asked: {unknown.join(', ')}. Of these nobody knows.
          </p>
        )}
      </div>
    </Section>
  );
}

function Needs({ items, isSure }: { items: readonly Need[]; isSure: boolean }) {
  if (items.length === 0) {
    return (
      <div className="needs-none">
        <span className={isSure ? 'needs-calm' : 'needs-calm unsure'}>
          <Icon name={isSure ? 'check' : 'question'} />
        </span>
        <p>{isSure ? 'Nothing needs you.' : 'Nothing that could be asked needs you.'}</p>
      </div>
    );
  }
  return (
    <ul className="needs">
      {items.slice(0, mostShown).map((need) => (
        <Row key={need.key} need={need} />
      ))}
      {items.length > mostShown && <More needs={items.slice(mostShown)} />}
    </ul>
  );
}

function More({ needs }: { needs: readonly Need[] }) {
  return (
    <li>
      <details className="needs-more">
        <summary>and {needs.length} more</summary>
        <ul>
          {needs.map((need) => (
            <Row key={need.key} need={need} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Row({ need: { tone, icon, what, toDo, to, search } }: { need: Need }) {
  const words = (
    <>
      <span className={`mark round ${tone}`}>
        <Icon name={icon} />
      </span>
      <span className="need-words">
        <span className="need-what">{what}</span>
        <span className="soft">{toDo}</span>
      </span>
    </>
  );
  return (
    <li>
      {to === undefined ? (
        <span className="need">{words}</span>
      ) : (
        <PageLink to={to} {...(search && { search })} className="need">
          {words}
          <span className="need-go">
            <Icon name="right" />
          </span>
        </PageLink>
      )}
    </li>
  );
}
