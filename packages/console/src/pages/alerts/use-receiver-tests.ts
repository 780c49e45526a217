import type { ReceiverTest, ReceiverTestOutcome } from '@seaworthy/api';
import { useState } from 'react';
import { useChange } from '../../data/change.ts';
import type { Failure } from '../../data/failure.ts';

export interface ReceiverTests {
  /** One receiver at a time. */
  readonly busyWith: string | undefined;
  send(receiver: string): void;
  /** What the last test of the receiver came to, by this integration of it. */
  outcomesOf(receiver: string, integration: string): readonly ReceiverTestOutcome[];
  /** Why the last one was not sent at all. */
  failureOf(receiver: string): Failure | undefined;
}

/** Tests that were sent from this page, and what came of them. */
export function useReceiverTests(): ReceiverTests {
  const [tests, setTests] = useState<Readonly<Record<string, ReceiverTest>>>({});
  const [asked, setAsked] = useState<string>();
  const { run, isBusy, failure } = useChange('testReceiver', {
    onDone: (test) => setTests((before) => ({ ...before, [test.receiver]: test })),
  });
  return {
    busyWith: isBusy ? asked : undefined,
    send(name) {
      setAsked(name);
      void run({ params: { name } });
    },
    outcomesOf: (receiver, integration) => tests[receiver]?.items.filter((each) => isOf(each, integration)) ?? [],
    failureOf: (receiver) => (asked === receiver ? failure : undefined),
  };
}

/** An entry that tells several, such as the numbers of one `sms[0]`, has an outcome for each. */
function isOf({ integration }: ReceiverTestOutcome, name: string): boolean {
  return integration === name || integration.startsWith(`${name}.`);
}
