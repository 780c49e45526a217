import type { ComponentType } from 'react';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useRoute } from '../../data/query.ts';
import { useParam } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { useSession } from '../../session/session.tsx';
import { AccountTab } from './account-tab.tsx';
import { ApprovalsTab } from './approvals-tab.tsx';
import { RolesTab } from './roles-tab.tsx';
import { SecretsTab } from './secrets-tab.tsx';
import { SessionsTab } from './sessions-tab.tsx';
import { TokensTab } from './tokens-tab.tsx';
import { UsersTab } from './users-tab.tsx';
import './access.css';

const parts: Readonly<Record<string, ComponentType>> = {
  '/access': UsersTab,
  '/access/roles': RolesTab,
  '/access/tokens': TokensTab,
  '/access/sessions': SessionsTab,
  '/access/approvals': ApprovalsTab,
  '/access/secrets': SecretsTab,
  '/access/account': AccountTab,
};

/** Who may come in, what they may do, and what waits for a second person. */
export function AccessPage() {
  const tab = useParam('tab');
  const { may } = useSession();
  const waiting = useRoute('approvals', { query: { limit: 50 } }, { isEnabled: may('approvals:read') });
  const current = tab === undefined ? '/access' : `/access/${tab}`;
  const Part = parts[current] ?? NoSuchTab;
  const tabs = [
    { to: '/access', name: 'Users' },
    { to: '/access/roles', name: 'Roles' },
    { to: '/access/tokens', name: 'Tokens' },
    { to: '/access/sessions', name: 'Sessions' },
    { to: '/access/approvals', name: 'Approvals', count: waiting.data?.items.length || undefined },
    { to: '/access/secrets', name: 'Secrets' },
    { to: '/access/account', name: 'My account' },
  ];
  return (
    <Page title="Access">
      <Tabs label="Access" tabs={tabs} current={current} />
      <Part />
    </Page>
  );
}

function NoSuchTab() {
  return (
    <div className="card">
      <Notice icon="question" title="Nothing is at this address.">
        <PageLink to="/access">Go to the users</PageLink>
      </Notice>
    </div>
  );
}
