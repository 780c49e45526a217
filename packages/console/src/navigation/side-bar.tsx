import type { ServiceStatus } from '@seaworthy/api';
import { useLocation } from '@tanstack/react-router';
import { Icon } from '../components/icon.tsx';
import { useLive } from '../live/use-live.ts';
import { useSession } from '../session/session.tsx';
import type { Group, PageEntry } from './page-entry.ts';
import { groups, homeOf, isWithin } from './page-entry.ts';
import { PageLink } from './page-link.tsx';
import { pages } from './pages.ts';
import './side-bar.css';

/** The way to every page that one may see. */
export function SideBar({ onGo }: { onGo?: () => void }) {
  const { may, user } = useSession();
  const status = useLive((state) => state.status);
  const shown = pages.filter(({ permission }) => permission === null || may(permission));
  return (
    <div className="side-bar">
      <Brand {...(onGo && { onGo })} />
      {status && (
        <p className="side-service">
          <strong>{status.service}</strong> <span className="soft">{status.environment}</span>
        </p>
      )}
      <nav aria-label="Pages">
        {groups.map((group) => (
          <GroupOfPages key={group} group={group} entries={shown.filter((page) => page.group === group)} onGo={onGo} />
        ))}
      </nav>
      <p className="side-user soft">
        <Icon name="user" /> {user}
      </p>
    </div>
  );
}

export function Brand({ onGo }: { onGo?: () => void }) {
  return (
    <PageLink to="/" className="brand" {...(onGo && { onGo })}>
      <img src="/icon.svg" width="22" height="22" alt="" />
      Seaworthy
    </PageLink>
  );
}

interface GroupProps {
  readonly group: Group;
  readonly entries: readonly PageEntry[];
  readonly onGo: (() => void) | undefined;
}

function GroupOfPages({ group, entries, onGo }: GroupProps) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const alerts = useLive((state) => state.status?.alerts);
  if (entries.length === 0) return null;
  return (
    <div className="side-group">
      <h2 id={`group-${group}`}>{group}</h2>
      <ul aria-labelledby={`group-${group}`}>
        {entries.map((page) => (
          <li key={page.path}>
            <PageLink to={homeOf(page)} isCurrent={isWithin(page, path)} className="side-link" {...(onGo && { onGo })}>
              <Icon name={page.icon} />
              {page.title}
              {page.path.startsWith('/alerts') && alerts && <AlertCount counts={alerts} />}
            </PageLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How many alerts people are told of now. */
function AlertCount({ counts: { critical, warning, info } }: { counts: ServiceStatus['alerts'] }) {
  const count = critical + warning + info;
  if (count === 0) return null;
  return (
    <span className={`side-count ${critical > 0 ? 'bad' : 'doubt'}`}>
      {count}
      <span className="unseen"> firing</span>
    </span>
  );
}
