import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { messageOf } from '../data/failure.ts';
import { PageLink } from './page-link.tsx';

export function NoSuchPage() {
  return (
    <Page title="No such page">
      <div className="card">
        <Notice icon="question" title="Nothing is at this address.">
          <PageLink to="/">Go to the overview</PageLink>
        </Notice>
      </div>
    </Page>
  );
}

/** Its code could not be fetched, as after an upgrade of the control plane, or it has a fault. */
export function BrokenPage({ error }: ErrorComponentProps) {
  return (
    <Page title="This page broke">
      <div className="card">
        <Notice icon="warning" title="The page could not be drawn.">
          <p>{messageOf(error)}</p>
          <Button onPress={() => location.reload()}>Load it again</Button>
        </Notice>
      </div>
    </Page>
  );
}
