import { Empty } from '../../components/empty.tsx';
import { PageLink } from '../../navigation/page-link.tsx';

export function NoSuchTab() {
  return (
    <Empty title="There is no such part of the settings" icon="question">
      <PageLink to="/settings">To the configuration</PageLink>
    </Empty>
  );
}
