import { Button } from '../../components/button.tsx';
import { Checkbox, TextField } from '../../components/field.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatMoment } from '../../text/format.ts';
import type { faultsOf, SilenceDraft } from './silence-draft.ts';
import { durations, endOf, localText } from './silence-draft.ts';
import './silence-times.css';

export interface SilenceTimesProps {
  readonly draft: SilenceDraft;
  readonly faults: ReturnType<typeof faultsOf>;
  readonly onChange: (patch: Partial<SilenceDraft>) => void;
}

/** From when, and for how long or until when. */
export function SilenceTimes({ draft, faults, onChange }: SilenceTimesProps) {
  const now = useNow(30_000);
  const end = endOf(draft, now);
  return (
    <fieldset className="silence-times">
      <legend>For how long</legend>
      <div className="silence-spans">
        {durations.map(({ ms, name }) => (
          <Button key={ms} isPressed={draft.durationMs === ms} onPress={() => onChange({ durationMs: ms })}>
            {name}
          </Button>
        ))}
        <Button
          isPressed={draft.durationMs === null}
          onPress={() => onChange({ durationMs: null, endsAt: Number.isNaN(end) ? '' : localText(end) })}
        >
          Until …
        </Button>
        <span className="soft silence-end">
          {Number.isNaN(end) ? '' : `ends ${formatMoment(new Date(end).toISOString())}`}
        </span>
      </div>
      {draft.durationMs === null && (
        <TextField
          label="Until"
          type="datetime-local"
          value={draft.endsAt}
          fault={faults.end}
          onChange={(endsAt) => onChange({ endsAt })}
        />
      )}
      <Checkbox
        label="It begins later"
        isChecked={draft.startsAt !== null}
        onChange={(isLater) => onChange({ startsAt: isLater ? localText(now + 3_600_000) : null })}
      />
      {draft.startsAt !== null && (
        <TextField
          label="From"
          type="datetime-local"
          value={draft.startsAt}
          fault={faults.start}
          onChange={(startsAt) => onChange({ startsAt })}
        />
      )}
    </fieldset>
  );
}
