import type { Secret } from '@seaworthy/api';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/field.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { ChangeDialog } from './change-dialog.tsx';

export function DeleteSecret({ secret: { name, usedBy } }: { secret: Secret }) {
  const [isAsking, setAsking] = useState(false);
  const [isForced, setForced] = useState(false);
  const remove = useChange('deleteSecret', {
    invalidates: ['secrets'],
    onDone: () => toast(`${name} is deleted.`),
  });
  const isUsed = usedBy.length > 0;
  return (
    <>
      <Button kind="danger" onPress={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <ChangeDialog
          title={`Delete ${name}?`}
          verb="Delete"
          isDanger
          isWhole={!isUsed || isForced}
          change={remove}
          onSubmit={() => void remove.run({ params: { name }, query: { force: isForced ? 'true' : 'false' } })}
          onClose={() => setAsking(false)}
        >
          <p>Every version of it goes. Nobody can bring it back.</p>
          {isUsed && (
            <>
              <p>
                Instances use it: {usedBy.join(', ')}. Without it they do not start any more. Take it out of
                runtime.inject first.
              </p>
              <Checkbox label="Delete it all the same" isChecked={isForced} onChange={setForced} />
            </>
          )}
        </ChangeDialog>
      )}
    </>
  );
}

/** The keys that seal what is stored, not the secrets themselves. */
export function RotateKeys() {
  const [isAsking, setAsking] = useState(false);
  const rotate = useChange('rotateKeys', {
    invalidates: ['secrets'],
    onDone: ({ resealed, masterKeyChanged }) => {
      const master = masterKeyChanged ? '' : ' The master key stays: whoever gave it has to give another.';
      toast(`New keys; ${resealed} values were sealed anew.${master}`);
      setAsking(false);
    },
  });
  return (
    <>
      <Button icon="key" onPress={() => setAsking(true)}>
        New keys
      </Button>
      {isAsking && (
        <ChangeDialog
          title="Make new keys?"
          verb="Make new keys"
          isDanger
          change={rotate}
          onSubmit={() => void rotate.run({})}
          onClose={() => setAsking(false)}
        >
          <p>
            All that is stored sealed is sealed anew by new keys. Secrets keep their values, sessions go on. Then keep a
            new copy of the master key: the old one opens nothing any more.
          </p>
        </ChangeDialog>
      )}
    </>
  );
}
