import type { Token } from '@seaworthy/api';
import { useState } from 'react';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { usePages } from '../../data/query.ts';
import { useNow } from '../../live/use-now.ts';
import { Allowed, useSession } from '../../session/session.tsx';
import { wordsOf } from '../../text/permissions.ts';
import { formatUntil } from '../../text/spans.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** What programs come in with. */
export function TokensTab() {
  const { may } = useSession();
  if (may('tokens:read')) return <Tokens />;
  return (
    <div className="card">
      <Forbidden permission="tokens:read" />
    </div>
  );
}

function Tokens() {
  const { may, user } = useSession();
  const tokens = usePages('tokens', { query: { limit: 100 } });
  const [isMaking, setMaking] = useState(false);
  const columns: readonly Column<Token>[] = [
    { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
    ...(may('users:read')
      ? [{ name: 'Whose', cell: (token: Token) => token.user ?? <span className="soft">the installation's</span> }]
      : []),
    { name: 'May', cell: ({ permissions }) => <May permissions={permissions} /> },
    { name: 'Last used', isTight: true, cell: ({ lastUsedAt }) => <LastUsed at={lastUsedAt} /> },
    { name: 'Ends', isTight: true, cell: ({ expiresAt }) => <Ends at={expiresAt} /> },
    { name: 'Made', isTight: true, cell: ({ createdAt }) => <TimeAgo time={createdAt} /> },
    ...(may('tokens:write')
      ? [
          {
            ...{ name: 'Actions', isNameUnseen: true, isTight: true },
            cell: (token: Token) => (token.user === user || may('users:write') ? <Revoke token={token} /> : null),
          },
        ]
      : []),
  ];
  return (
    <Section
      title="Tokens"
      about={may('users:read') ? undefined : 'yours; those of others need users:read'}
      end={
        <Allowed permission="tokens:write">
          <Button icon="plus" onPress={() => setMaking(true)}>
            New token
          </Button>
        </Allowed>
      }
    >
      <Loaded reading={tokens}>
        {(items) => <Table label="Tokens" columns={columns} rows={items} keyOf={({ id }) => id} empty={<NoTokens />} />}
      </Loaded>
      {tokens.hasMore && (
        <div className="access-more">
          <Button onPress={tokens.readMore} isBusy={tokens.isReadingMore}>
            Show more
          </Button>
        </div>
      )}
      {isMaking && <TokenDialog onClose={() => setMaking(false)} />}
    </Section>
  );
}

function NoTokens() {
  return (
    <Empty title="There are no tokens" icon="key">
      <p>A program signs in with one: a pipeline that deploys, a script that reads metrics.</p>
    </Empty>
  );
}

function May({ permissions }: { permissions: readonly string[] }) {
  if (permissions.length === 0) return <span className="soft">nothing</span>;
  if (permissions.length <= 2) return permissions.map(wordsOf).join('; ');
  return (
    <details>
      <summary>{permissions.length} permissions</summary>
      <ul>
        {permissions.map((name) => (
          <li key={name}>{wordsOf(name)}</li>
        ))}
      </ul>
    </details>
  );
}

function LastUsed({ at }: { at: string | null }) {
  return at === null ? <span className="soft">never</span> : <TimeAgo time={at} />;
}

const soonMs = 7 * 86_400_000;

function Ends({ at }: { at: string | null }) {
  const now = useNow(60_000);
  if (at === null) return <Mark tone="doubt" icon="warning" word="never" />;
  const leftMs = Date.parse(at) - now;
  if (leftMs <= 0) return <Mark tone="bad" icon="cross" word="ended" />;
  const words = formatUntil(at, now);
  return leftMs < soonMs ? <Mark tone="doubt" icon="clock" word={words} /> : words;
}

function Revoke({ token: { id, name } }: { token: Token }) {
  const [isAsking, setAsking] = useState(false);
  const revoke = useChange('revokeToken', { invalidates: ['access'], onDone: () => toast(`${name} has ended.`) });
  return (
    <>
      <Button kind="danger" onPress={() => setAsking(true)}>
        Revoke
      </Button>
      {isAsking && (
        <ChangeDialog
          title={`Revoke ${name}?`}
          verb="Revoke"
          isDanger
          change={revoke}
          onSubmit={() => void revoke.run({ params: { id } })}
          onClose={() => setAsking(false)}
        >
          <p>It counts no more from now on: what uses it is refused. It cannot be brought back.</p>
        </ChangeDialog>
      )}
    </>
  );
}
