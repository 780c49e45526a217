import { Mark } from '../../components/badge.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import type { RouteBranch } from './route-words.ts';
import './route-tree.css';

export interface RouteTreeProps {
  readonly tree: RouteBranch;
  readonly lit: Lit;
}

/** Places on the way of the alert that is tested, with what becomes of it there. */
export type Lit = ReadonlyMap<number, 'on_the_way' | 'told' | 'quiet'>;

export function RouteTree({ tree, lit }: RouteTreeProps) {
  return (
    <ul className="route-tree">
      <Branch branch={tree} lit={lit} />
    </ul>
  );
}

function Branch({ branch, lit }: { branch: RouteBranch; lit: Lit }) {
  const { node, place, facts, children } = branch;
  const light = lit.get(place);
  return (
    <li className={light}>
      <div className="route-node">
        <p className="route-line">
          <Matched matchers={node.matchers} isRoot={node.depth === 0} />
          <Icon name="right" />
          <span className="unseen">goes to</span>
          <PageLink to="/alerts/receivers" search={{ receiver: node.receiver }} className="route-receiver">
            {node.receiver}
          </PageLink>
          {light === 'told' && <Mark tone="good" icon="bell" word="is told" />}
          {light === 'quiet' && <Mark tone="doubt" icon="mute" word="would be told, but is quiet" />}
          {light === 'on_the_way' && <Mark tone="busy" icon="down" word="on the way" />}
          {node.mutedBy.length > 0 && <Mark tone="doubt" icon="moon" word={`quiet now: ${node.mutedBy.join(', ')}`} />}
          {node.continue && <Mark tone="plain" icon="down" word="and the next ones too" />}
        </p>
        {facts.length > 0 && <p className="soft">{facts.join(' · ')}</p>}
      </div>
      {children.length > 0 && (
        <ul>
          {children.map((child) => (
            <Branch key={child.place} branch={child} lit={lit} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Matched({ matchers, isRoot }: { matchers: readonly string[]; isRoot: boolean }) {
  if (matchers.length === 0) return <strong>{isRoot ? 'Every alert' : 'Every other'}</strong>;
  return matchers.map((text) => (
    <code key={text} className="badge">
      {text}
    </code>
  ));
}
