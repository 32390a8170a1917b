import { env } from 'cloudflare:workers';

/** What some work asked of D1: rows as Cloudflare bills them, and statements, of which an invocation has a bounded number. */
export interface Cost {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly statements: number;
}

interface DatabaseMethods {
  batch: (this: D1Database, statements: D1PreparedStatement[]) => Promise<D1Result[]>;
}

interface StatementMethods {
  all: (this: D1PreparedStatement) => Promise<D1Result<Record<string, unknown>>>;
  run: (this: D1PreparedStatement) => Promise<D1Result<Record<string, unknown>>>;
  first: (this: D1PreparedStatement, column?: string) => Promise<unknown>;
}

/**
 * Measures what work costs D1, the Worker's own statements included: tests and Worker share one isolate, and so the classes
 * of its bindings.
 */
export async function measure<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly cost: Cost }> {
  const cost = { rowsRead: 0, rowsWritten: 0, statements: 0 };
  const count = ({ meta }: D1Result) => {
    cost.rowsRead += meta.rows_read;
    cost.rowsWritten += meta.rows_written;
    cost.statements++;
  };
  const database: DatabaseMethods = Object.getPrototypeOf(env.DB);
  const statement: StatementMethods = Object.getPrototypeOf(env.DB.prepare('SELECT 1'));
  const own = { database: copyOf(database, ['batch']), statement: copyOf(statement, ['all', 'run', 'first']) };
  database.batch = async function batch(statements) {
    const results = await own.database.batch.call(this, statements);
    results.forEach(count);
    return results;
  };
  for (const name of ['all', 'run'] as const) {
    statement[name] = async function counted() {
      const result = await own.statement[name].call(this);
      count(result);
      return result;
    };
  }
  // first() keeps its figures to itself, so it is asked as all().
  statement.first = async function first(column) {
    const [row] = (await statement.all.call(this)).results;
    return (column === undefined ? row : row?.[column]) ?? null;
  };
  try {
    return { result: await work(), cost };
  } finally {
    Object.assign(database, own.database);
    Object.assign(statement, own.statement);
  }
}

function copyOf<Methods, Name extends keyof Methods>(methods: Methods, names: readonly Name[]): Pick<Methods, Name> {
  return Object.fromEntries(names.map((name) => [name, methods[name]])) as Pick<Methods, Name>;
}
