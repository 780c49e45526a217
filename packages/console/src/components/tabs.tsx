import { PageLink } from '../navigation/page-link.tsx';
import './tabs.css';

export interface TabPage {
  /** Its own address: `/alerts/rules`. */
  readonly to: string;
  readonly name: string;
  /** How many there are of what it shows. */
  readonly count?: number | undefined;
}

export interface TabsProps {
  /** What screen readers call them together. */
  readonly label: string;
  readonly tabs: readonly TabPage[];
  /** Address of the one that is shown. */
  readonly current: string;
}

/** The parts of a page, each with an address of its own: links, so that every tab can be sent and opened beside. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav className="tabs" aria-label={label}>
      <ul>
        {tabs.map(({ to, name, count }) => (
          <li key={to}>
            <PageLink to={to} isCurrent={to === current} className="tab">
              {name}
              {count !== undefined && <span className="tab-count">{count}</span>}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
