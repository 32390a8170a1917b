import type { ComponentChildren } from 'preact';
import { useDashboard } from '../state/dashboard.ts';
import type { PagedList } from '../state/pages.ts';
import { Button } from './Button.tsx';
import { Empty } from './Empty.tsx';
import { Loaded } from './Loaded.tsx';
import { Table, type Column } from './Table.tsx';
import { useWords } from '../words/words.ts';

interface ListProps<Row extends { readonly id: string }> {
  readonly of: PagedList<Row>;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** See {@link Table}. */
  readonly sub?: (row: Row) => ComponentChildren;
  /** The parameter of the address bar that names the open row. */
  readonly param: string;
  readonly openId: string | null;
  readonly empty: { readonly title: string; readonly line?: string };
}

/** A list of the API with its states: loading, failed, empty, and page after page. */
export function List<Row extends { readonly id: string }>({
  of,
  caption,
  columns,
  sub,
  param,
  openId,
  empty,
}: ListProps<Row>) {
  const { navigation } = useDashboard();
  const words = useWords();
  return (
    <Loaded of={of}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={empty.title}>{empty.line && <p>{empty.line}</p>}</Empty>
        ) : (
          <div class="table-box">
            <Table
              caption={caption}
              columns={columns}
              {...(sub && { sub })}
              rows={items}
              keyOf={({ id }) => id}
              hrefOf={({ id }) => navigation.with({ [param]: id, person: null, endpoints: null })}
              openKey={openId}
              isStale={of.isStale}
            />
            {of.more && (
              <p class="more">
                <Button isBusy={of.isLoadingMore} onClick={() => void of.more?.()}>
                  {words.common.showMore}
                </Button>
              </p>
            )}
          </div>
        )
      }
    </Loaded>
  );
}
