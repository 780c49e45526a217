import type { Secret } from '@seaworthy/api';
import { useState } from 'react';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { useRoute } from '../../data/query.ts';
import { Allowed, useSession } from '../../session/session.tsx';
import { formatSpan } from '../../text/spans.ts';
import { DeleteSecret, RotateKeys } from './secret-acts.tsx';
import { SecretDialog } from './secret-dialog.tsx';

/** Secrets by name. Values go in here, and never come out. */
export function SecretsTab() {
  const { may } = useSession();
  if (may('secrets:read')) return <Secrets />;
  return (
    <div className="card">
      <Forbidden permission="secrets:read" />
    </div>
  );
}

function Secrets() {
  const { may } = useSession();
  const secrets = useRoute('secrets', {});
  const [setting, setSetting] = useState<string>();
  const columns: readonly Column<Secret>[] = [
    { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
    { name: 'State', isTight: true, cell: (secret) => <State secret={secret} /> },
    { name: 'Age', isTight: true, cell: (secret) => <Age secret={secret} /> },
    { name: 'Version', isNumber: true, cell: ({ version }) => version ?? '–' },
    { name: 'Set by', cell: ({ setBy }) => setBy ?? '–' },
    { name: 'Used by', cell: ({ usedBy }) => <UsedBy uses={usedBy} /> },
    ...(may('secrets:write')
      ? [
          {
            ...{ name: 'Actions', isNameUnseen: true, isTight: true },
            cell: (secret: Secret) => <Acts secret={secret} onSet={() => setSetting(secret.name)} />,
          },
        ]
      : []),
  ];
  return (
    <Section
      title="Secrets"
      about="values go in, and never come out"
      end={
        <Allowed permission="secrets:write" otherwise={<span className="soft">Setting them needs secrets:write.</span>}>
          <RotateKeys />
          <Button icon="plus" onPress={() => setSetting('')}>
            New secret
          </Button>
        </Allowed>
      }
    >
      <Loaded reading={secrets}>
        {({ items }) => (
          <Table label="Secrets" columns={columns} rows={items} keyOf={({ name }) => name} empty={<NoSecrets />} />
        )}
      </Loaded>
      {setting !== undefined && <SecretDialog name={setting} onClose={() => setSetting(undefined)} />}
    </Section>
  );
}

function NoSecrets() {
  return (
    <Empty title="There are no secrets" icon="lock">
      <p>Passwords and keys that instances need. They are sealed here, and given to each instance as it starts.</p>
      <CommandLine>seaworthy secrets set db-password</CommandLine>
    </Empty>
  );
}

function State({ secret: { state, source } }: { secret: Secret }) {
  switch (state) {
    case 'set':
      return <Mark tone="good" icon="check" word="set" />;
    case 'due':
      return <Mark tone="doubt" icon="clock" word="to be replaced" />;
    case 'missing':
      return <Mark tone="bad" icon="cross" word="missing" />;
    case 'elsewhere':
      return <Mark tone="plain" icon="out" word={source === 'vault' ? 'in Vault' : 'in Kubernetes'} />;
  }
}

function Age({ secret: { ageSeconds, maxAgeSeconds } }: { secret: Secret }) {
  if (ageSeconds === null) return <span className="soft">–</span>;
  return (
    <span>
      {formatSpan(Math.max(1, ageSeconds) * 1000)}
      {maxAgeSeconds !== null && <span className="soft"> of {formatSpan(maxAgeSeconds * 1000)}</span>}
    </span>
  );
}

function UsedBy({ uses }: { uses: readonly string[] }) {
  if (uses.length === 0) return <span className="soft">nothing</span>;
  return <span>{uses.map((use) => use.replace(/^env /, 'variable ')).join(', ')}</span>;
}

function Acts({ secret, onSet }: { secret: Secret; onSet: () => void }) {
  if (secret.source !== 'own') return <span className="soft">kept elsewhere</span>;
  return (
    <span className="access-marks">
      <Button onPress={onSet}>{secret.version === null ? 'Set' : 'Replace'}</Button>
      {secret.version !== null && <DeleteSecret secret={secret} />}
    </span>
  );
}
