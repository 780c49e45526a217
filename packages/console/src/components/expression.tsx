import { PageLink } from '../navigation/page-link.tsx';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';
import './expression.css';

/** PromQL, with the way to the explorer. `of` names what it belongs to, for screen readers. */
export function Expression({ expr, of }: { expr: string; of: string }) {
  return (
    <div className="expression">
      <code>{expr}</code>
      <span className="expression-ways">
        <CopyButton text={expr} label={`Copy the expression of ${of}`} />
        <PageLink to="/explore" search={{ expr }} label={`Explore ${of}`}>
          <Icon name="chart" /> Explore
        </PageLink>
      </span>
    </div>
  );
}
