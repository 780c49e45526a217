import { Notice } from '../../components/notice.tsx';
import { PageLink } from '../../navigation/page-link.tsx';

export function NoSuchTab() {
  return (
    <div className="card">
      <Notice icon="question" title="Nothing is at this address.">
        <PageLink to="/alerts">Go to the active alerts</PageLink>
      </Notice>
    </div>
  );
}
