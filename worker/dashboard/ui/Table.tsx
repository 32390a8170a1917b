import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Right-aligned, in tabular figures. */
  readonly isNumber?: boolean;
  /** Left out where the screen is narrow; the panel of the row has it too. */
  readonly isExtra?: boolean;
  /** Buttons: the head is for screen readers alone. */
  readonly isActions?: boolean;
}

interface TableProps<Row> {
  /** What the table shows, for those who do not see it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Stands below the first cell where the extra columns have no room. */
  readonly sub?: (row: Row) => ComponentChildren;
  /** The address that opens the row; the first cell becomes a link that covers the whole row. */
  readonly hrefOf?: (row: Row) => string;
  /** The key of the row whose panel is open. */
  readonly openKey?: string | null;
  /** The rows belong to the question before. */
  readonly isStale?: boolean;
}

/** A table of the browser's own. A row that opens is a link, so that it has an address and the keyboard. */
export function Table<Row>({ caption, columns, rows, keyOf, sub, hrefOf, openKey, isStale }: TableProps<Row>) {
  return (
    <table class={hrefOf ? 'table opens' : 'table'} aria-busy={isStale}>
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.head} scope="col" class={classOf(column)}>
              {column.isActions ? <span class="unseen">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} class={keyOf(row) === openKey ? 'open' : undefined}>
            {columns.map((column, index) => (
              <td key={column.head} class={classOf(column)}>
                {index === 0 && hrefOf ? (
                  <a class="row-link" href={hrefOf(row)}>
                    {column.cell(row)}
                  </a>
                ) : (
                  column.cell(row)
                )}
                {index === 0 && sub && <span class="sub">{sub(row)}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf<Row>({ isNumber, isExtra, isActions }: Column<Row>): string | undefined {
  return [isNumber && 'number', isExtra && 'extra', isActions && 'actions'].filter(Boolean).join(' ') || undefined;
}
