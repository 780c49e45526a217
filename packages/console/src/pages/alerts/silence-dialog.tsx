import type { Silence } from '@seaworthy/api';
import { useEffect, useRef, useState } from 'react';
import { Dialog, FormDialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { useRoute } from '../../data/query.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { useSession } from '../../session/session.tsx';
import { MatcherRows } from './matcher-rows.tsx';
import type { MatcherDraft } from './matcher-text.ts';
import { parseMatchers } from './matcher-text.ts';
import type { SilenceDraft } from './silence-draft.ts';
import { faultsOf, localText, newDraft, requestOf, wantedMatchers } from './silence-draft.ts';
import { SilencePreviewNote } from './silence-preview.tsx';
import { SilenceTimes } from './silence-times.tsx';
import './silence-dialog.css';

/** Stands over the page while `?silence=new&matchers=…` or `?silence=<id>` is in the address: it can be linked to. */
export function SilenceDialog() {
  const { silence: wanted, matchers } = useSearch();
  const setSearch = useSetSearch();
  const { may } = useSession();
  const close = () => setSearch({ silence: undefined, matchers: undefined });
  if (wanted === undefined || !may('alerts:write')) return null;
  if (wanted !== 'new') return <ChangeSilence id={wanted} onClose={close} />;
  return <SilenceForm draft={newDraft(parseMatchers(matchers ?? '') ?? [], Date.now())} onClose={close} />;
}

function ChangeSilence({ id, onClose }: { id: string; onClose: () => void }) {
  const silences = useRoute('silences', { query: { limit: 200 } });
  const found = silences.data?.items.find((each) => each.id === id);
  const matchers = found && readAll(found.matchers);
  if (found && matchers) return <SilenceForm id={id} draft={draftOf(found, matchers)} onClose={onClose} />;
  return (
    <Dialog title="Change a silence" onClose={onClose}>
      <Loaded reading={silences}>
        {() => (
          <Notice icon="question" title={found ? 'It cannot be changed here.' : 'There is no such silence.'}>
            <p>{found ? `Its matchers are written in a way that this form does not know: ${found.matchers}` : id}</p>
          </Notice>
        )}
      </Loaded>
    </Dialog>
  );
}

function readAll(texts: readonly string[]): MatcherDraft[] | undefined {
  const read = texts.map(parseMatchers);
  return read.includes(undefined) ? undefined : read.flatMap((each) => each ?? []);
}

/** One that is over begins anew; one that holds keeps its beginning. */
function draftOf({ state, startsAt, endsAt, comment }: Silence, matchers: readonly MatcherDraft[]): SilenceDraft {
  const fresh = { ...newDraft(matchers, Date.now()), comment };
  if (state === 'expired') return fresh;
  const start = state === 'pending' ? localText(Date.parse(startsAt)) : null;
  return { ...fresh, startsAt: start, durationMs: null, endsAt: localText(Date.parse(endsAt)) };
}

interface SilenceFormProps {
  readonly id?: string;
  readonly draft: SilenceDraft;
  readonly onClose: () => void;
}

function SilenceForm({ id, draft: given, onClose }: SilenceFormProps) {
  const [draft, setDraft] = useState(given);
  const [wasSent, setSent] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  const isNamed = wantedMatchers(given).length > 0;
  // After the dialog has put the focus on its first button: what is filled in already is not asked for.
  useEffect(() => {
    fields.current?.querySelector<HTMLElement>(isNamed ? 'textarea' : 'input')?.focus();
  }, [isNamed]);
  const save = useChange('createSilence', {
    invalidates: ['silences', 'alerts'],
    onDone: () => {
      toast(id === undefined ? 'The silence holds.' : 'The silence was changed.');
      onClose();
    },
  });
  const change = (patch: Partial<SilenceDraft>) => setDraft({ ...draft, ...patch });
  const faults = faultsOf(draft, Date.now());
  const isWhole = Object.keys(faults).length === 0;
  const submit = () => {
    setSent(true);
    if (isWhole) void save.run(requestOf(draft, id, Date.now()));
  };
  return (
    <FormDialog
      title={id === undefined ? 'New silence' : 'Change the silence'}
      verb={id === undefined ? 'Silence' : 'Change it'}
      isWide
      isBusy={save.isBusy}
      failure={save.failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <div ref={fields} className="silence-fields">
        <MatcherRows
          matchers={draft.matchers}
          fault={wasSent ? faults.matchers : undefined}
          onChange={(matchers) => change({ matchers })}
        />
        <SilencePreviewNote matchers={wantedMatchers(draft)} />
        <SilenceTimes draft={draft} faults={faults} onChange={change} />
        <TextField
          label="Why"
          rows={2}
          value={draft.comment}
          hint="Others see it beside every alert that is kept quiet."
          fault={wasSent ? faults.comment : undefined}
          onChange={(comment) => change({ comment })}
        />
      </div>
    </FormDialog>
  );
}
