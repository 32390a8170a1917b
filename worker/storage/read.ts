import type { Store } from './store.ts';

/** A query and what its rows mean, so that several can share one round trip. */
export interface Read<Value> {
  readonly statement: D1PreparedStatement;
  readonly of: (rows: readonly unknown[]) => Value;
}

type ValuesOf<Reads extends readonly Read<unknown>[]> = {
  -readonly [At in keyof Reads]: Reads[At] extends Read<infer Value> ? Value : never;
};

/** Describes a query by the rows it gives. */
export function read<Row, Value>(
  statement: D1PreparedStatement,
  toValue: (rows: readonly Row[]) => Value,
): Read<Value> {
  return { statement, of: (rows) => toValue(rows as readonly Row[]) };
}

/** Describes a query for one row, or null. */
export function readOne<Row, Value>(statement: D1PreparedStatement, toValue: (row: Row) => Value): Read<Value | null> {
  return read<Row, Value | null>(statement, ([row]) => (row === undefined ? null : toValue(row)));
}

/** Runs reads in one round trip, and in one state of the database. */
export async function readTogether<const Reads extends readonly Read<unknown>[]>(
  store: Pick<Store, 'db'>,
  reads: Reads,
): Promise<ValuesOf<Reads>> {
  const results = await store.db.batch(reads.map((each) => each.statement));
  return valuesOf(reads, results);
}

/** Gives the values of reads that were the last statements of a batch, such as the reply to what the batch has written. */
export function valuesOf<const Reads extends readonly Read<unknown>[]>(
  reads: Reads,
  results: readonly D1Result[],
): ValuesOf<Reads> {
  const last = results.slice(results.length - reads.length);
  return reads.map((each, at) => each.of(last[at]?.results ?? [])) as ValuesOf<Reads>;
}
