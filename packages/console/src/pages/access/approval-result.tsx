import type { Approval } from '@seaworthy/api';
import { useCallback, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useClient } from '../../data/client-context.ts';
import { useAction } from '../../data/use-action.ts';
import { useSession } from '../../session/session.tsx';
import { approvalWords } from '../../text/approval-words.ts';

/** What an approved change of mine answered: a link for a new user, say. It may be told once, so it is asked for once. */
export function ApprovalResult({ approval: { id, act, state, askedBy, summary } }: { approval: Approval }) {
  const { user } = useSession();
  const client = useClient();
  const [answer, setAnswer] = useState<{ readonly result: unknown }>();
  const ask = useAction(
    useCallback(async () => {
      const { result } = await client.call('approval', { params: { id } });
      setAnswer({ result });
    }, [client, id]),
  );
  // Other changes answer nothing that one would look up.
  if (askedBy !== user || state !== 'done' || act !== 'users') return null;
  return (
    <>
      <Button isBusy={ask.isBusy} onPress={ask.start}>
        See the answer
      </Button>
      {ask.failure && <FailureNote {...ask.failure} />}
      {answer && (
        <Dialog title={approvalWords(summary)} onClose={() => setAnswer(undefined)}>
          <div className="dialog-fields">
            <Answer result={answer.result} />
          </div>
        </Dialog>
      )}
    </>
  );
}

function Answer({ result }: { result: unknown }) {
  if (result === undefined || result === null) return <p>It answered nothing, or what it answered was told already.</p>;
  return (
    <>
      <CodeBlock label="what it answered">{JSON.stringify(result, null, 2)}</CodeBlock>
      <p className="soft">A link or a key in it is shown this once.</p>
    </>
  );
}
