import type { DeployRequest, Strategy } from '@seaworthy/api';
import { useId, useState } from 'react';
import { ActDialog } from '../../components/act-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox, Select, TextField } from '../../components/field.tsx';
import { useChange } from '../../data/change.ts';
import { useRoute } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { useGo } from '../../navigation/address.ts';
import { useSession } from '../../session/session.tsx';
import './deploy.css';

/** The button; disabled with the reason while another deployment is under way. */
export function Deploy() {
  const { may } = useSession();
  const isBusy = useLive(({ deployment }) => deployment?.endedAt === null);
  const [isAsking, setAsking] = useState(false);
  if (!may('deployments:write')) return null;
  return (
    <>
      <Button
        kind="main"
        icon="rocket"
        isDisabled={isBusy}
        {...(isBusy && { label: 'Another deployment is under way.' })}
        onPress={() => setAsking(true)}
      >
        Deploy
      </Button>
      {isAsking && <DeployDialog onClose={() => setAsking(false)} />}
    </>
  );
}

type StrategyChoice = 'usual' | Exclude<Strategy, 'rolling'>;

const strategies: readonly { readonly value: StrategyChoice; readonly name: string }[] = [
  { value: 'usual', name: 'As configured' },
  { value: 'blue-green', name: 'Blue-green: all at once, after checks' },
  { value: 'canary', name: 'Canary: in steps, compared with the old one' },
];

function DeployDialog({ onClose }: { onClose: () => void }) {
  const go = useGo();
  const [version, setVersion] = useState('');
  const [source, setSource] = useState('');
  const [strategy, setStrategy] = useState<StrategyChoice>('usual');
  const [isDryRun, setDryRun] = useState(false);
  const deploy = useChange('deploy', {
    invalidates: ['deployments'],
    onDone({ id }) {
      onClose();
      go(`/deployments/${id}`);
    },
  });
  const act = (reason: string | undefined) => {
    const body: DeployRequest = { version, env: {}, waitLockMs: 0, dryRun: isDryRun };
    const asked = {
      ...(source.trim() !== '' && { source: source.trim() }),
      ...(strategy !== 'usual' && { strategy }),
      ...(reason !== undefined && { reason }),
    };
    void deploy.run({ body: { ...body, ...asked } });
  };
  return (
    <ActDialog
      title="Deploy a version"
      verb={isDryRun ? 'Try it' : 'Deploy'}
      change={deploy}
      isWhole={/^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$/.test(version)}
      onAct={act}
      onClose={onClose}
    >
      <TextField
        label="Version"
        value={version}
        onChange={setVersion}
        hint="A new one, or one of the releases below. Letters, digits, . _ + -"
        autoFocus
        isRequired
      />
      <KnownReleases onChosen={setVersion} chosen={version} />
      <TextField
        label="Source (not needed)"
        value={source}
        onChange={setSource}
        placeholder="/srv/builds/1.4.0.tar.gz"
        hint="A folder or archive on the machine of the control plane; empty: the release, or the configured source."
        isMono
      />
      <Select label="Strategy" value={strategy} onChange={setStrategy} options={strategies} />
      <Checkbox
        label="Dry run: check all that can be checked, change nothing"
        isChecked={isDryRun}
        onChange={setDryRun}
      />
    </ActDialog>
  );
}

const mostShown = 6;

function KnownReleases({ chosen, onChosen }: { chosen: string; onChosen: (version: string) => void }) {
  const { data } = useRoute('releases', { query: { limit: mostShown } });
  const titleId = useId();
  return (
    <div className="known-releases">
      <span id={titleId} className="unseen">
        Releases
      </span>
      <ul aria-labelledby={titleId}>
        {(data?.items ?? []).slice(0, mostShown).map(({ version, live }) => (
          <li key={version}>
            <Button onPress={() => onChosen(version)} isPressed={version === chosen}>
              {live ? `${version} (live)` : version}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
