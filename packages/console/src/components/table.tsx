import type { ReactNode } from 'react';
import { useState } from 'react';
import type { SearchPatch } from '../navigation/address.ts';
import { PageLink } from '../navigation/page-link.tsx';
import { Icon } from './icon.tsx';
import type { SortOrder } from './sorted.ts';
import { sorted } from './sorted.ts';
import './table.css';

export interface Column<T> {
  readonly name: string;
  cell(row: T): ReactNode;
  /** By what the column is sorted when its head is pressed; without it, it is not. */
  sortBy?(row: T): string | number | null;
  /** Numbers stand at the end, so that their digits line up. */
  readonly isNumber?: boolean;
  /** Does not wrap: times, ids, states. */
  readonly isTight?: boolean;
  /** A column of buttons: they stand at the end, and its name is read aloud only. */
  readonly isNameUnseen?: boolean;
  /** Is left out where the table is drawn as cards. */
  readonly isWideOnly?: boolean;
}

export interface TableProps<T> {
  /** What screen readers call it. */
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  keyOf(row: T): string;
  /** The whole row leads there; the link itself is in the first column. */
  linkOf?(row: T): { readonly to: string; readonly search?: SearchPatch };
  /** Or the whole row is pressed. */
  onRow?(row: T): void;
  readonly sort?: SortOrder;
  /** What stands there instead of no rows. */
  readonly empty?: ReactNode;
}

/** A dense table; narrow, each row is a card with its first column as the title. */
export function Table<T>(props: TableProps<T>) {
  const { label, columns, rows, keyOf, empty } = props;
  const [order, setOrder] = useState(props.sort);
  if (rows.length === 0 && empty !== undefined) return empty;
  const column = columns.find(({ name }) => name === order?.column);
  const shown = column?.sortBy && order ? sorted(rows, column.sortBy, order.isDescending) : rows;
  return (
    <div className="table-scroll">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((each) => (
              <Head key={each.name} column={each} order={order} onSort={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row key={keyOf(row)} row={row} table={props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<T> {
  readonly column: Column<T>;
  readonly order: SortOrder | undefined;
  readonly onSort: (order: SortOrder) => void;
}

function Head<T>({ column, order, onSort }: HeadProps<T>) {
  const { name, sortBy, isNameUnseen = false } = column;
  if (sortBy === undefined) {
    return (
      <th scope="col" className={classOf(column)}>
        <span className={isNameUnseen ? 'unseen' : undefined}>{name}</span>
      </th>
    );
  }
  const isSorted = order?.column === name;
  const isDescending = isSorted && order.isDescending;
  return (
    <th
      scope="col"
      className={classOf(column)}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="table-sort"
        onClick={() => onSort({ column: name, isDescending: isSorted && !isDescending })}
      >
        {name}
        <span className={isSorted ? undefined : 'table-unsorted'}>
          <Icon name={isDescending ? 'down' : 'up'} />
        </span>
      </button>
    </th>
  );
}

function Row<T>({ row, table: { columns, linkOf, onRow } }: { row: T; table: TableProps<T> }) {
  const link = linkOf?.(row);
  const titled = (content: ReactNode) => {
    if (link) {
      return (
        <PageLink {...link} className="table-link">
          {content}
        </PageLink>
      );
    }
    if (!onRow) return content;
    return (
      <button type="button" className="table-link" onClick={() => onRow(row)}>
        {content}
      </button>
    );
  };
  return (
    <tr className={link || onRow ? 'pressed' : undefined}>
      {columns.map((column, index) => (
        <td key={column.name} className={classOf(column)} data-name={column.isNameUnseen ? undefined : column.name}>
          {index === 0 ? titled(column.cell(row)) : column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

function classOf<T>({ isNumber, isTight, isWideOnly, isNameUnseen }: Column<T>): string | undefined {
  const names = [isNumber && 'number', isTight && 'tight', isWideOnly && 'wide-only', isNameUnseen && 'acts'].filter(
    Boolean,
  );
  return names.length === 0 ? undefined : names.join(' ');
}
