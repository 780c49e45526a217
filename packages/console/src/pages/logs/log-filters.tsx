import { Button } from '../../components/button.tsx';
import { Select } from '../../components/field.tsx';
import { RangePicker, useRange } from '../../components/range-picker.tsx';
import { SettledField } from '../../components/settled-field.tsx';
import type { Failure } from '../../data/failure.ts';
import { useLive } from '../../live/use-live.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { faultOf } from './log-faults.ts';
import { defaultLastMs } from './log-query.ts';
import './log-filters.css';

const levels = [
  { value: '', name: 'All levels' },
  { value: 'fatal', name: 'Fatal' },
  { value: 'error', name: 'Error and graver' },
  { value: 'warn', name: 'Warn and graver' },
  { value: 'info', name: 'Info and graver' },
  { value: 'debug', name: 'Debug and graver' },
];

/** What is looked for; all of it stands in the address. */
export function LogFilters({ failure }: { failure: Failure | undefined }) {
  const search = useSearch();
  const setSearch = useSetSearch();
  const { text = '', regex = '', level = '', instance = '', q = '' } = search;
  const isRegex = regex === 'yes';
  return (
    <search className="filters log-filters">
      <SettledField
        isMono
        label={isRegex ? 'Regular expression' : 'Text'}
        value={text}
        placeholder={isRegex ? 'time(d )?out|refused' : 'Anywhere in the line'}
        fault={faultOf(failure, ['grep', 'regex'])}
        onSettled={(typed) => setSearch({ text: typed })}
      />
      <Button
        isPressed={isRegex}
        label="The text is a regular expression (RE2)"
        onPress={() => setSearch({ regex: isRegex ? undefined : 'yes' })}
      >
        <span className="mono">.*</span>
      </Button>
      <SettledField
        isMono
        label="Fields"
        value={q}
        placeholder="status>=500 user !cached"
        fault={faultOf(failure, ['q'])}
        onSettled={(typed) => setSearch({ q: typed })}
      />
      <Select label="Level" value={level} options={levels} onChange={(chosen) => setSearch({ level: chosen })} />
      <Source instance={instance} onChange={(chosen) => setSearch({ instance: chosen })} />
      <Time />
    </search>
  );
}

function Source({ instance, onChange }: { instance: string; onChange: (instance: string) => void }) {
  const slots = useLive(({ status }) => status?.slots) ?? [];
  const ids = slots.flatMap(({ instances }) => instances.map(({ id }) => id));
  const known = [
    { value: '', name: 'The service' },
    ...slots
      .filter(({ version }) => version !== null)
      .map(({ slot }) => ({ value: slot as string, name: `All of ${slot}` })),
    ...ids.map((id) => ({ value: id, name: id })),
    { value: 'seaworthy', name: 'Control plane' },
    { value: 'proxy', name: 'Proxy' },
  ];
  const isKnown = known.some(({ value }) => value === instance);
  const options = isKnown ? known : [...known, { value: instance, name: instance }];
  return <Select label="Source" value={instance} options={options} onChange={onChange} />;
}

function Time() {
  const { around } = useSearch();
  const setSearch = useSetSearch();
  const [range, setRange] = useRange(defaultLastMs);
  if (around !== undefined) {
    return (
      <Button icon="cross" onPress={() => setSearch({ around: undefined }, { isStep: true })}>
        Lines around a moment
      </Button>
    );
  }
  return <RangePicker range={range} onChange={setRange} />;
}
