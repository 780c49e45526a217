import type { ConfigDrift } from '@seaworthy/api';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, FormDialog } from '../../components/dialog.tsx';
import { HeldDialog } from '../../components/held-dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { reloadText } from './drift-words.ts';

export interface ReloadDialogProps {
  readonly drift: ConfigDrift | undefined;
  readonly onClose: () => void;
}

/** Asks before the files are read anew and counted; says what waits for a restart, or why nothing has changed. */
export function ReloadDialog({ drift, onClose }: ReloadDialogProps) {
  const [waiting, setWaiting] = useState<readonly string[]>();
  const change = useChange('reloadConfig', {
    invalidates: ['config', 'rules', 'alerts', 'slos', 'dashboards', 'notifications'],
    onDone({ needsRestart }) {
      if (needsRestart.length > 0) return setWaiting(needsRestart);
      toast('The files are read, and count.');
      onClose();
    },
  });
  if (waiting !== undefined) return <Waiting paths={waiting} onClose={onClose} />;
  if (change.held) return <HeldDialog held={change.held} change={change} onClose={onClose} />;
  return (
    <FormDialog
      title="Reload the configuration?"
      verb="Reload"
      isBusy={change.isBusy}
      failure={change.failure}
      onSubmit={() => void change.run({})}
      onClose={onClose}
    >
      <p>{reloadText(drift)}</p>
      <p className="soft">
        Rules, alerting, objectives and dashboards are applied at once, without a gap. With any mistake in any file
        nothing changes.
      </p>
      {change.failure?.details && (
        <ul className="problems" aria-label="Mistakes in the files">
          {change.failure.details.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <code>{path}</code>}
              <span>{message}</span>
            </li>
          ))}
        </ul>
      )}
    </FormDialog>
  );
}

function Waiting({ paths, onClose }: { paths: readonly string[]; onClose: () => void }) {
  return (
    <Dialog title="Read; some of it waits for a restart" onClose={onClose}>
      <Notice icon="clock" title="These count from the next start of the control plane on:">
        <ul>
          {paths.map((path) => (
            <li key={path}>
              <code>{path}</code>
            </li>
          ))}
        </ul>
        <p>A restart keeps the service answering: instances and the proxy go on meanwhile.</p>
        <Button onPress={onClose} autoFocus>
          Close
        </Button>
      </Notice>
    </Dialog>
  );
}
