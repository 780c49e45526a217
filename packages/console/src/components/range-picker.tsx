import { useState } from 'react';
import type { TimeRange } from '../data/range.ts';
import { lasts, rangeOf, searchOfRange, spanOf } from '../data/range.ts';
import { useSearch, useSetSearch } from '../navigation/address.ts';
import { formatSeconds } from '../text/units.ts';
import { FormDialog } from './dialog.tsx';
import { Select, TextField } from './field.tsx';

/** The range that stands in the address, and how it is changed. */
export function useRange(fallbackMs?: number): [TimeRange, (range: TimeRange) => void] {
  const search = useSearch();
  const setSearch = useSetSearch();
  const set = (range: TimeRange) =>
    setSearch({ last: undefined, from: undefined, to: undefined, ...searchOfRange(range) }, { isStep: true });
  return [rangeOf(search, fallbackMs), set];
}

const own = 'own';

/** What stretch of time is looked at: one of the usual ones, or from a moment to another. */
export function RangePicker({ range, onChange }: { range: TimeRange; onChange: (range: TimeRange) => void }) {
  const [isChoosing, setChoosing] = useState(false);
  const word = searchOfRange(range).last ?? own;
  const choose = (chosen: string) => {
    const last = lasts.find((each) => each.word === chosen);
    if (last) onChange({ lastMs: last.ms });
    else setChoosing(true);
  };
  const options = [
    ...lasts.map((each) => ({ value: each.word as string, name: each.name as string })),
    ...(word === own
      ? [{ value: own, name: 'lastMs' in range ? `Last ${formatSeconds(range.lastMs / 1000)}` : spanText(range) }]
      : []),
    { value: 'choose', name: 'From … to …' },
  ];
  return (
    <>
      <Select label="Time range" isLabelUnseen value={word} options={options} onChange={choose} />
      {isChoosing && (
        <OwnRange
          range={range}
          onClose={() => setChoosing(false)}
          onChosen={(chosen) => {
            setChoosing(false);
            onChange(chosen);
          }}
        />
      )}
    </>
  );
}

interface OwnRangeProps {
  readonly range: TimeRange;
  readonly onClose: () => void;
  readonly onChosen: (range: TimeRange) => void;
}

function OwnRange({ range, onClose, onChosen }: OwnRangeProps) {
  const { startMs, endMs } = spanOf(range, Date.now());
  const [from, setFrom] = useState(localText(startMs));
  const [to, setTo] = useState(localText(endMs));
  const chosen = { startMs: Date.parse(from), endMs: Date.parse(to) };
  const isWhole = chosen.startMs < chosen.endMs;
  return (
    <FormDialog
      title="Time range"
      verb="Show"
      isBusy={false}
      isWhole={isWhole}
      failure={undefined}
      onSubmit={() => onChosen(chosen)}
      onClose={onClose}
    >
      <TextField label="From" type="datetime-local" value={from} onChange={setFrom} />
      <TextField
        label="To"
        type="datetime-local"
        value={to}
        onChange={setTo}
        fault={isWhole ? undefined : 'The end has to be after the beginning.'}
      />
    </FormDialog>
  );
}

/** As a field for local date and time wants it. */
function localText(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

function spanText({ startMs, endMs }: { startMs: number; endMs: number }): string {
  return `${moment.format(startMs)} – ${moment.format(endMs)}`;
}
