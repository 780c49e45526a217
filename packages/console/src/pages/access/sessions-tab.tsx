import type { Session } from '@seaworthy/api';
import { use, useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { useRoute } from '../../data/query.ts';
import { useNow } from '../../live/use-now.ts';
import { useSearch } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { useSession } from '../../session/session.tsx';
import { LeaveContext } from '../../session/sign-out.tsx';
import { formatUntil } from '../../text/spans.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { clientWords } from './client-words.ts';

/** Where I am signed in; by `?of=<user>` where somebody else is, for those who may see that. */
export function SessionsTab() {
  const { user: me, may } = useSession();
  const { of = me } = useSearch();
  const isMine = of === me;
  const sessions = useRoute('sessions', { query: isMine ? {} : { user: of } });
  const mayEnd = isMine || may('sessions:write');
  const columns: readonly Column<Session>[] = [
    { name: 'Where', cell: (session) => <Where session={session} /> },
    { name: 'Address', cell: ({ sourceAddress }) => sourceAddress ?? '–' },
    { name: 'Last used', isTight: true, cell: ({ usedAt }) => <TimeAgo time={usedAt} /> },
    { name: 'Began', isTight: true, cell: ({ createdAt }) => <TimeAgo time={createdAt} /> },
    { name: 'Ends', isTight: true, cell: ({ expiresAt }) => <Until time={expiresAt} /> },
    ...(mayEnd
      ? [{ name: 'Actions', isNameUnseen: true, isTight: true, cell: (session: Session) => <End session={session} /> }]
      : []),
  ];
  return (
    <Section
      title={isMine ? 'My sessions' : `Sessions of ${of}`}
      about={isMine ? undefined : <PageLink to="/access/sessions">Mine</PageLink>}
      end={isMine && <SignOutEverywhere />}
    >
      <Loaded reading={sessions}>
        {({ items }) => (
          <Table
            label="Sessions"
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty title={`${of} is signed in nowhere`} icon="user" />}
          />
        )}
      </Loaded>
    </Section>
  );
}

function Where({ session: { client, current } }: { session: Session }) {
  return (
    <span className="access-marks" title={client ?? undefined}>
      <strong>{clientWords(client)}</strong>
      {current && <Badge tone="good">this one</Badge>}
    </span>
  );
}

function Until({ time }: { time: string }) {
  return formatUntil(time, useNow(60_000));
}

function End({ session: { id, client, current } }: { session: Session }) {
  const [isAsking, setAsking] = useState(false);
  const leave = use(LeaveContext);
  const end = useChange('endSession', {
    invalidates: ['access'],
    onDone: () => {
      toast('The session has ended.');
      if (current) leave();
    },
  });
  return (
    <>
      <Button kind="danger" onPress={() => setAsking(true)}>
        End
      </Button>
      {isAsking && (
        <ChangeDialog
          title="End this session?"
          verb="End it"
          isDanger
          change={end}
          onSubmit={() => void end.run({ params: { id } })}
          onClose={() => setAsking(false)}
        >
          <p>
            {current
              ? 'It is the one that you are using: you are signed out here.'
              : `${clientWords(client)} is signed out.`}
          </p>
        </ChangeDialog>
      )}
    </>
  );
}

function SignOutEverywhere() {
  const [isAsking, setAsking] = useState(false);
  const leave = use(LeaveContext);
  const end = useChange('signOutEverywhere', { onDone: leave });
  return (
    <>
      <Button kind="danger" icon="leave" onPress={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      {isAsking && (
        <ChangeDialog
          title="Sign out everywhere?"
          verb="Sign out everywhere"
          isDanger
          change={end}
          onSubmit={() => void end.run({})}
          onClose={() => setAsking(false)}
        >
          <p>Every session of yours ends, this one too. Tokens stay.</p>
        </ChangeDialog>
      )}
    </>
  );
}
