import type { ReceiverTestOutcome } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Allowed } from '../../session/session.tsx';
import type { ReceiverTests } from './use-receiver-tests.ts';
import './receiver-test.css';

export interface ReceiverTestProps {
  readonly receiver: string;
  readonly integration: string;
  /** A receiver is tested as a whole: one of its rows has the button. */
  readonly hasButton: boolean;
  readonly tests: ReceiverTests;
}

/** Sends a test to a receiver, and says beside it what each of its integrations made of it. */
export function ReceiverTestCell({ receiver, integration, hasButton, tests }: ReceiverTestProps) {
  const failure = hasButton ? tests.failureOf(receiver) : undefined;
  return (
    <div className="receiver-test">
      <div role="status">
        {failure && <Outcome isGood={false} word="not sent" about={`${failure.message} ${failure.hint}`} />}
        {tests.outcomesOf(receiver, integration).map((outcome) => (
          <Tested key={outcome.integration} outcome={outcome} />
        ))}
      </div>
      {hasButton && (
        <Allowed permission="alerts:write">
          <Button
            label={`Send a test to ${receiver}: it says that it is one, and opens no alert`}
            isBusy={tests.busyWith === receiver}
            isDisabled={tests.busyWith !== undefined}
            onPress={() => tests.send(receiver)}
          >
            Send a test
          </Button>
        </Allowed>
      )}
    </div>
  );
}

function Tested({ outcome: { outcome, failure, note } }: { outcome: ReceiverTestOutcome }) {
  const isGood = outcome === 'delivered';
  return <Outcome isGood={isGood} word={isGood ? 'test delivered' : 'test refused'} about={failure?.message ?? note} />;
}

function Outcome({ isGood, word, about }: { isGood: boolean; word: string; about: string | null }) {
  return (
    <p>
      <Mark tone={isGood ? 'good' : 'bad'} icon={isGood ? 'check' : 'cross'} word={word} />
      {about !== null && <span className="soft"> {about}</span>}
    </p>
  );
}
