import type { Overview } from '../../../../sdk/contract/owner.ts';
import { formatCount } from '../../format/numbers.ts';
import { Table } from '../../ui/Table.tsx';
import { useLocale, useWords } from '../../words/words.ts';

/** Where friends come from. Numbers, because a chart of a dozen names would say less. */
export function Channels({ channels }: { readonly channels: Overview['channels'] }) {
  const { channels: words } = useWords().overview;
  const locale = useLocale();
  const rows = channels.toSorted(
    (a, b) => b.counts.conversions - a.counts.conversions || b.counts.visits - a.counts.visits,
  );
  const number = (head: string, of: (row: Overview['channels'][number]) => number) => ({
    head,
    isNumber: true,
    cell: (row: Overview['channels'][number]) => formatCount(of(row), locale),
  });
  return (
    <section class="card" aria-labelledby="channels">
      <h2 id="channels">{words.title}</h2>
      {rows.length === 0 ? (
        <p class="soft">{words.empty}</p>
      ) : (
        <Table
          caption={words.title}
          rows={rows}
          keyOf={({ channel }) => channel}
          columns={[
            { head: words.channel, cell: ({ channel }) => words.names[channel] ?? words.unknown },
            number(words.visits, ({ counts }) => counts.visits),
            number(words.claims, ({ counts }) => counts.claims),
            number(words.orders, ({ counts }) => counts.conversions),
          ]}
        />
      )}
    </section>
  );
}
