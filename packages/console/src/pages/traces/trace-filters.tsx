import type { TraceOperation } from '@seaworthy/api';
import { Checkbox, Select } from '../../components/field.tsx';
import { SettledField } from '../../components/settled-field.tsx';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { faultsOf } from './trace-query.ts';

/** What is looked for; all of it stands in the address. What can be chosen is what there was in this time. */
export function TraceFilters({ operations }: { operations: readonly TraceOperation[] }) {
  const search = useSearch();
  const setSearch = useSetSearch();
  const { service = '', name = '', least = '', errors, attribute = '' } = search;
  const faults = faultsOf(search);
  const services = operations.map((each) => each.service);
  const names = operations.filter((each) => service === '' || each.service === service).map((each) => each.name);
  return (
    <search className="filters trace-filters">
      <Select
        label="Service"
        value={service}
        options={optionsOf('All services', services, service)}
        onChange={(chosen) => setSearch({ service: chosen, name: undefined })}
      />
      <Select
        label="Operation"
        value={name}
        options={optionsOf('All operations', names, name)}
        onChange={(chosen) => setSearch({ name: chosen })}
      />
      <SettledField
        isMono
        label="Took at least"
        value={least}
        placeholder="100ms"
        fault={faults.least}
        onSettled={(typed) => setSearch({ least: typed })}
      />
      <SettledField
        isMono
        label="Attribute"
        value={attribute}
        placeholder="http.response.status_code=500"
        fault={faults.attribute}
        onSettled={(typed) => setSearch({ attribute: typed })}
      />
      <Checkbox
        label="Only with errors"
        isChecked={errors === 'yes'}
        onChange={(isChecked) => setSearch({ errors: isChecked ? 'yes' : undefined })}
      />
    </search>
  );
}

function optionsOf(all: string, names: readonly string[], chosen: string) {
  const known = [...new Set(chosen === '' ? names : [...names, chosen])].sort((a, b) => a.localeCompare(b));
  return [{ value: '', name: all }, ...known.map((name) => ({ value: name, name }))];
}
